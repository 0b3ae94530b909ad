/** The savings page: what was really saved, and the ledger behind it. */
@NullMarked
package dev.downshift.web.savings;

import org.jspecify.annotations.NullMarked;
