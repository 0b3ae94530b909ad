/** The pages of evaluations. */
@NullMarked
package dev.downshift.web.evaluations;

import org.jspecify.annotations.NullMarked;
