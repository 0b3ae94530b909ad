/** Tests of the trace readers. */
@NullMarked
package dev.downshift.engine.traces;

import org.jspecify.annotations.NullMarked;
