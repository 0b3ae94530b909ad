/** The audit trail as people read it. */
@NullMarked
package dev.downshift.web.audit;

import org.jspecify.annotations.NullMarked;
