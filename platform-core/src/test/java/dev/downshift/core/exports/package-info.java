/** Tests of the ways out. */
@NullMarked
package dev.downshift.core.exports;

import org.jspecify.annotations.NullMarked;
