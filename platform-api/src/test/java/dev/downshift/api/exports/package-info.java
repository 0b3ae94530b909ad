/** Tests of exports over the API. */
@NullMarked
package dev.downshift.api.exports;

import org.jspecify.annotations.NullMarked;
