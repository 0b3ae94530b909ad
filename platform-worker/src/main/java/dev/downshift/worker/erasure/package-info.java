/** Erases the calls of people who ask to be forgotten. */
@NullMarked
package dev.downshift.worker.erasure;

import org.jspecify.annotations.NullMarked;
