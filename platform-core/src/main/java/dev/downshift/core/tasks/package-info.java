/** What agents keep doing: call sites, tasks, and which call belongs to which. */
@NullMarked
package dev.downshift.core.tasks;

import org.jspecify.annotations.NullMarked;
