/** Tests of the spool. */
@NullMarked
package dev.downshift.core.spool;

import org.jspecify.annotations.NullMarked;
