/** Tests of API keys over the API. */
@NullMarked
package dev.downshift.api.organization;

import org.jspecify.annotations.NullMarked;
