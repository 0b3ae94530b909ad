/** Finds the recurring call sites behind untagged calls, and says which of them are worth a small model. */
@NullMarked
package dev.downshift.engine.discovery;

import org.jspecify.annotations.NullMarked;
