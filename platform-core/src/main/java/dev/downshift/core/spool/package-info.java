/** Trace records that arrive one by one, kept on disk until they are handed to intake as a file. */
@NullMarked
package dev.downshift.core.spool;

import org.jspecify.annotations.NullMarked;
