/** The data plane: an OpenAI-compatible proxy that matches a call to its task, routes it, falls back and logs. */
@NullMarked
package dev.downshift.gateway;

import org.jspecify.annotations.NullMarked;
