/** Tests of the intake policy over REST. */
@NullMarked
package dev.downshift.api.limits;

import org.jspecify.annotations.NullMarked;
