/** The command line: what the engine does, on local files. */
@NullMarked
package dev.downshift.cli;

import org.jspecify.annotations.NullMarked;
