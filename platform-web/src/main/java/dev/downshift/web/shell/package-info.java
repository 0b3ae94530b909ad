/** What every page shares: navigation, display of times and money, charts. */
@NullMarked
package dev.downshift.web.shell;

import org.jspecify.annotations.NullMarked;
