/** Training runs, what they leave behind, and the candidates that pass their golden check. */
@NullMarked
package dev.downshift.core.training;

import org.jspecify.annotations.NullMarked;
