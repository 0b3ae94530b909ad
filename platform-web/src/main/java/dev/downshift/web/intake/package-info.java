/** Uploads and calls as people see them. */
@NullMarked
package dev.downshift.web.intake;

import org.jspecify.annotations.NullMarked;
