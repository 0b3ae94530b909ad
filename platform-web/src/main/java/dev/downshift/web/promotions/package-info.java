/** The pages on which a promotion is asked for and decided. */
@NullMarked
package dev.downshift.web.promotions;

import org.jspecify.annotations.NullMarked;
