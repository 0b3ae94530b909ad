/** Promotion requests and their decisions over the API. */
@NullMarked
package dev.downshift.api.promotion;

import org.jspecify.annotations.NullMarked;
