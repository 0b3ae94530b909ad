/** Tests of uploads and calls over the API. */
@NullMarked
package dev.downshift.api.intake;

import org.jspecify.annotations.NullMarked;
