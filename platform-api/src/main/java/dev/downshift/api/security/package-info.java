/** API keys, and the actor each request runs as. */
@NullMarked
package dev.downshift.api.security;

import org.jspecify.annotations.NullMarked;
