/** A small OpenAI-compatible server of one fine-tuned model: a process of its own, so that a crash in native code takes nothing else along. */
@NullMarked
package dev.downshift.edge;

import org.jspecify.annotations.NullMarked;
