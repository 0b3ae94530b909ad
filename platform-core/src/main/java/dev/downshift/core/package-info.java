/** The domain: one package per capability, and what all of them share. */
@NullMarked
package dev.downshift.core;

import org.jspecify.annotations.NullMarked;
