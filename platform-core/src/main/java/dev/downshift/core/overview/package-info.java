/** Where the loop stands as a whole: a read model over what the capabilities store. */
@NullMarked
package dev.downshift.core.overview;

import org.jspecify.annotations.NullMarked;
