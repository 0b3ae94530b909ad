/** Who acts, for which organization, and what they may do. */
@NullMarked
package dev.downshift.core.tenancy;

import org.jspecify.annotations.NullMarked;
