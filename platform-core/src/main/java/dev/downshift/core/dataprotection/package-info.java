/** What an organization owes the people whose data its agents handle: a report of what was found and done, and to forget them. */
@NullMarked
package dev.downshift.core.dataprotection;

import org.jspecify.annotations.NullMarked;
