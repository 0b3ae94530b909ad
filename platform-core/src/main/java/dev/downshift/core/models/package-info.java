/** The base models that a task can be trained on, and which of them to propose. */
@NullMarked
package dev.downshift.core.models;

import org.jspecify.annotations.NullMarked;
