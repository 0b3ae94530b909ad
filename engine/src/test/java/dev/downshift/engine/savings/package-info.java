/** Tests of prices and costs. */
@NullMarked
package dev.downshift.engine.savings;

import org.jspecify.annotations.NullMarked;
