/** Tests of the whole product in one process. */
@NullMarked
package dev.downshift.standalone;

import org.jspecify.annotations.NullMarked;
