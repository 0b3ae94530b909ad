/** Tests of the job that fetches. */
@NullMarked
package dev.downshift.worker.imports;

import org.jspecify.annotations.NullMarked;
