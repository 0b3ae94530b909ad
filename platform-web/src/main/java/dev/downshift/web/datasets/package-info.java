/** The pages of datasets. */
@NullMarked
package dev.downshift.web.datasets;

import org.jspecify.annotations.NullMarked;
