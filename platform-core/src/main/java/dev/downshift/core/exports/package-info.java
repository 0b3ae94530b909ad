/** Exports: calls, tasks and datasets as files that other tools read. */
@NullMarked
package dev.downshift.core.exports;

import org.jspecify.annotations.NullMarked;
