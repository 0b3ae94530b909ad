/** Tests of the savings page. */
@NullMarked
package dev.downshift.web.savings;

import org.jspecify.annotations.NullMarked;
