/** Tests of what is removed, and when. */
@NullMarked
package dev.downshift.core.retention;

import org.jspecify.annotations.NullMarked;
