/** Tests of prices and savings over the API. */
@NullMarked
package dev.downshift.api.savings;

import org.jspecify.annotations.NullMarked;
