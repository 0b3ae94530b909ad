/** Tests of the pages for a data protection officer. */
@NullMarked
package dev.downshift.web.privacy;

import org.jspecify.annotations.NullMarked;
