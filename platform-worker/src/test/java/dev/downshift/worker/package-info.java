/** Tests of the worker on a real database. */
@NullMarked
package dev.downshift.worker;

import org.jspecify.annotations.NullMarked;
