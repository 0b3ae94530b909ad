/** Tests of what is let in. */
@NullMarked
package dev.downshift.core.limits;

import org.jspecify.annotations.NullMarked;
