/** Evaluations: a candidate beside the incumbent and its own base model on a frozen test split, and the verdict. */
@NullMarked
package dev.downshift.core.evaluation;

import org.jspecify.annotations.NullMarked;
