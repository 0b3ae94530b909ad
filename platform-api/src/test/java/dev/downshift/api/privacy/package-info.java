/** Tests of the redaction policy over the API. */
@NullMarked
package dev.downshift.api.privacy;

import org.jspecify.annotations.NullMarked;
