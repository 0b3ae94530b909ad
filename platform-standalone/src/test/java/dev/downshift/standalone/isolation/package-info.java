/** Whether a tenant learns anything of another one, over every route there is. */
@NullMarked
package dev.downshift.standalone.isolation;

import org.jspecify.annotations.NullMarked;
