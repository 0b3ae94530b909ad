/** Tests of the pages of datasets and evaluations. */
@NullMarked
package dev.downshift.web.evaluations;

import org.jspecify.annotations.NullMarked;
