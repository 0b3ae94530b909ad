/** The demo: the whole story from a trace file to realised savings, told through the public API. */
@NullMarked
package dev.downshift.standalone.demo;

import org.jspecify.annotations.NullMarked;
