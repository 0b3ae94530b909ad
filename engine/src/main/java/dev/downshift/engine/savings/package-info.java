/** What calls cost, what a small model costs to train and serve, and what is saved by using it. */
@NullMarked
package dev.downshift.engine.savings;

import org.jspecify.annotations.NullMarked;
