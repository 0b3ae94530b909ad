/** The append-only chain of what happened in an organization. */
@NullMarked
package dev.downshift.core.audit;

import org.jspecify.annotations.NullMarked;
