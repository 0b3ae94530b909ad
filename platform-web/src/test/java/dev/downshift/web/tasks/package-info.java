/** Tests of the pages of tasks. */
@NullMarked
package dev.downshift.web.tasks;

import org.jspecify.annotations.NullMarked;
