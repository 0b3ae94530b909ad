/** Tests of imports over the API. */
@NullMarked
package dev.downshift.api.imports;

import org.jspecify.annotations.NullMarked;
