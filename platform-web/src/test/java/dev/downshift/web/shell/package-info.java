/** What every page shares, on a real server. */
@NullMarked
package dev.downshift.web.shell;

import org.jspecify.annotations.NullMarked;
