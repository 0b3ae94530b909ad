/** The job that fetches traces from where an organization has them, and the schedule that asks for it. */
@NullMarked
package dev.downshift.worker.imports;

import org.jspecify.annotations.NullMarked;
