/** Tests of the ingest job. */
@NullMarked
package dev.downshift.worker.intake;

import org.jspecify.annotations.NullMarked;
