/** Tests of detection, surrogates and structure. */
@NullMarked
package dev.downshift.engine.privacy;

import org.jspecify.annotations.NullMarked;
