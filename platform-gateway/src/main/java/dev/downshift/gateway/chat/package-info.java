/** Answers chat completions: by a small model where a route says so, by the incumbent everywhere else. */
@NullMarked
package dev.downshift.gateway.chat;

import org.jspecify.annotations.NullMarked;
