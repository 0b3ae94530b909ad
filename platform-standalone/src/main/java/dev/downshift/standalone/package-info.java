/** Everything in one process on the embedded database: what a laptop, a demo and most tests run. */
@NullMarked
package dev.downshift.standalone;

import org.jspecify.annotations.NullMarked;
