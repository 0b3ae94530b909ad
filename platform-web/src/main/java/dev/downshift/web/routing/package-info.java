/** The pages of routes: where calls go, who answered them, and the way back. */
@NullMarked
package dev.downshift.web.routing;

import org.jspecify.annotations.NullMarked;
