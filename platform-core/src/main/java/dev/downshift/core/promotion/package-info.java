/** Promotion: a decision with evidence, by someone other than who asked for it. */
@NullMarked
package dev.downshift.core.promotion;

import org.jspecify.annotations.NullMarked;
