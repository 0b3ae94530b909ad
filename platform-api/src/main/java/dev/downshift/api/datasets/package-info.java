/** Datasets over REST. */
@NullMarked
package dev.downshift.api.datasets;

import org.jspecify.annotations.NullMarked;
