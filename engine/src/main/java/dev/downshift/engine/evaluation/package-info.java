/** Judges how well a model's answers agree with those of the incumbent. */
@NullMarked
package dev.downshift.engine.evaluation;

import org.jspecify.annotations.NullMarked;
