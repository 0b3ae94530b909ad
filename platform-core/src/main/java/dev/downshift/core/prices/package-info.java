/** Prices of models and machines: the price book that is shipped, below what an organization has set itself. */
@NullMarked
package dev.downshift.core.prices;

import org.jspecify.annotations.NullMarked;
