/** Tests of the privacy report. */
@NullMarked
package dev.downshift.core.dataprotection;

import org.jspecify.annotations.NullMarked;
