/** Finding a page, a task or a model by its name. */
@NullMarked
package dev.downshift.web.search;

import org.jspecify.annotations.NullMarked;
