/** A simulated customer-support agent and the incumbent LLM that answers it: demo data, load and tests. */
@NullMarked
package dev.downshift.sample;

import org.jspecify.annotations.NullMarked;
