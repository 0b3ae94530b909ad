/** Runs training: backends that start the trainer, the record of its progress, and the golden check of what it exports. */
@NullMarked
package dev.downshift.worker.training;

import org.jspecify.annotations.NullMarked;
