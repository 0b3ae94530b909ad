/** Uploads, and the calls read from them. */
@NullMarked
package dev.downshift.core.intake;

import org.jspecify.annotations.NullMarked;
