/** The job that reads uploads into calls. */
@NullMarked
package dev.downshift.worker.intake;

import org.jspecify.annotations.NullMarked;
