/** What a data protection officer reads and does. */
@NullMarked
package dev.downshift.web.privacy;

import org.jspecify.annotations.NullMarked;
