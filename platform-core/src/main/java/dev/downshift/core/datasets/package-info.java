/** Frozen datasets: selections of a task's calls, split so that nothing leaks from training into the test. */
@NullMarked
package dev.downshift.core.datasets;

import org.jspecify.annotations.NullMarked;
