/** Pages of base models, training runs and candidates. */
@NullMarked
package dev.downshift.web.training;

import org.jspecify.annotations.NullMarked;
