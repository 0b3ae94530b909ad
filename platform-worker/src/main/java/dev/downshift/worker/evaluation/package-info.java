/** The job that evaluates a candidate. */
@NullMarked
package dev.downshift.worker.evaluation;

import org.jspecify.annotations.NullMarked;
