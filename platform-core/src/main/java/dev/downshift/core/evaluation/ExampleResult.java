package dev.downshift.core.evaluation;

import dev.downshift.core.intake.CallId;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * One example with everybody's answers.
 *
 * @param reference the answer that counts as right
 */
public record ExampleResult(int ordinal, CallId call, List<String> slices, JsonNode reference, Map<Contender, Answer> answers) {}
