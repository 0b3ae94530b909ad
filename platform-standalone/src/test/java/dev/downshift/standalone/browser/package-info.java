/** The pages in a real browser. */
@NullMarked
package dev.downshift.standalone.browser;

import org.jspecify.annotations.NullMarked;
