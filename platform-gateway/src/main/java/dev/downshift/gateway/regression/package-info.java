/** Notices that a small model does worse in production than its promotion promised, and rolls it back. */
@NullMarked
package dev.downshift.gateway.regression;

import org.jspecify.annotations.NullMarked;
