/** Takes requests for work from the queue and does them as Spring Batch jobs. */
@NullMarked
package dev.downshift.worker;

import org.jspecify.annotations.NullMarked;
