/** Base models, training runs and candidates, for programs. */
@NullMarked
package dev.downshift.api.training;

import org.jspecify.annotations.NullMarked;
