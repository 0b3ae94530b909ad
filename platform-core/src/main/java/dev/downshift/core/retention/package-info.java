/** Removes what is older than an organization keeps it. */
@NullMarked
package dev.downshift.core.retention;

import org.jspecify.annotations.NullMarked;
