/** Prices and the savings ledger over the API. */
@NullMarked
package dev.downshift.api.savings;

import org.jspecify.annotations.NullMarked;
