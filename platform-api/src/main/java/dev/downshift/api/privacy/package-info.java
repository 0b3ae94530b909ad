/** The redaction policy over the API. */
@NullMarked
package dev.downshift.api.privacy;

import org.jspecify.annotations.NullMarked;
