@NullMarked
package dev.downshift.worker.training;

import org.jspecify.annotations.NullMarked;
