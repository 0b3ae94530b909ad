/** Each organization's redaction policy, versioned, and the redactor made from it and the organization's key. */
@NullMarked
package dev.downshift.core.privacy;

import org.jspecify.annotations.NullMarked;
