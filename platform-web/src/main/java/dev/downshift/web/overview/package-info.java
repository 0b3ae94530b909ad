/** The first page: where the loop stands and what waits for whom. */
@NullMarked
package dev.downshift.web.overview;

import org.jspecify.annotations.NullMarked;
