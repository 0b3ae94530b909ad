/** The control plane: the REST API under {@code /api/v1}. */
@NullMarked
package dev.downshift.api;

import org.jspecify.annotations.NullMarked;
