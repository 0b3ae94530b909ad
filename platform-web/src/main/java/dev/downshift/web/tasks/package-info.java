/** The pages of the tasks and of the runs that find them. */
@NullMarked
package dev.downshift.web.tasks;

import org.jspecify.annotations.NullMarked;
