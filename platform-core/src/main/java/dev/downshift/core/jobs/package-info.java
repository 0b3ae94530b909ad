/** Work for the workers: requests that are made in the same transaction as what they are about. */
@NullMarked
package dev.downshift.core.jobs;

import org.jspecify.annotations.NullMarked;
