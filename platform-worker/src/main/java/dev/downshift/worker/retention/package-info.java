/** Removes calls that are older than their organization keeps them. */
@NullMarked
package dev.downshift.worker.retention;

import org.jspecify.annotations.NullMarked;
