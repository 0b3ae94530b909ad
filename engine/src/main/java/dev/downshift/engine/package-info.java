/** The algorithms of Downshift, as a library that needs neither Spring nor a database. */
@NullMarked
package dev.downshift.engine;

import org.jspecify.annotations.NullMarked;
