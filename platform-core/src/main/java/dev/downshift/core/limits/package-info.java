/** How much an organization takes in, how much of it is kept and for how long. */
@NullMarked
package dev.downshift.core.limits;

import org.jspecify.annotations.NullMarked;
