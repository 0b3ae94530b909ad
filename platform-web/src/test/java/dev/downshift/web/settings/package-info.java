/** Tests the settings pages. */
@NullMarked
package dev.downshift.web.settings;

import org.jspecify.annotations.NullMarked;
