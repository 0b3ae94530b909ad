/** Tests of the discovery job. */
@NullMarked
package dev.downshift.worker.discovery;

import org.jspecify.annotations.NullMarked;
