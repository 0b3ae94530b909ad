/** The ledger of what was saved by routed calls and what the small models cost. */
@NullMarked
package dev.downshift.core.savings;

import org.jspecify.annotations.NullMarked;
