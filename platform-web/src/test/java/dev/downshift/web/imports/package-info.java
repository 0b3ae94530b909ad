/** Tests of the pages of imports. */
@NullMarked
package dev.downshift.web.imports;

import org.jspecify.annotations.NullMarked;
