/** Tests of exports. */
@NullMarked
package dev.downshift.core.exports;

import org.jspecify.annotations.NullMarked;
