/** Imports: traces that are fetched on a schedule from buckets and from other tools, and go the one way of uploads from there. */
@NullMarked
package dev.downshift.core.imports;

import org.jspecify.annotations.NullMarked;
