/** The organization over the API: its members, its keys and its audit trail. */
@NullMarked
package dev.downshift.api.organization;

import org.jspecify.annotations.NullMarked;
