/** Evaluations and their verdicts over REST. */
@NullMarked
package dev.downshift.api.evaluation;

import org.jspecify.annotations.NullMarked;
