/** Tests of the upload and call pages. */
@NullMarked
package dev.downshift.web.intake;

import org.jspecify.annotations.NullMarked;
