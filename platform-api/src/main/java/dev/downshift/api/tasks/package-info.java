/** Tasks and discovery runs over the API. */
@NullMarked
package dev.downshift.api.tasks;

import org.jspecify.annotations.NullMarked;
