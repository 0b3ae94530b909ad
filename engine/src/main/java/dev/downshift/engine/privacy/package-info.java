/** Finds personal data and secrets in agent traces and replaces them without breaking the structure around them. */
@NullMarked
package dev.downshift.engine.privacy;

import org.jspecify.annotations.NullMarked;
