/** Tests of the pages over a real database. */
@NullMarked
package dev.downshift.web;

import org.jspecify.annotations.NullMarked;
