/** Tests of metrics, intervals and verdicts. */
@NullMarked
package dev.downshift.engine.evaluation;

import org.jspecify.annotations.NullMarked;
