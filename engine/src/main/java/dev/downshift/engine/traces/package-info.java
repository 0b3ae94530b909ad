/** Turns trace files of many formats into one canonical form, the {@link dev.downshift.engine.traces.LlmCall}. */
@NullMarked
package dev.downshift.engine.traces;

import org.jspecify.annotations.NullMarked;
