/** What an organization decides about itself: members, keys, prices, redaction, intake, where its large models answer. */
@NullMarked
package dev.downshift.web.settings;

import org.jspecify.annotations.NullMarked;
