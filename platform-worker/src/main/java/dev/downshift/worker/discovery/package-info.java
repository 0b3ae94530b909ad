/** The job that finds tasks. */
@NullMarked
package dev.downshift.worker.discovery;

import org.jspecify.annotations.NullMarked;
