package dev.downshift.core.evaluation;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What one contender answered to one example.
 *
 * @param message the assistant's message in OpenAI's form; null when there was none
 * @param score from 0 to 1
 * @param fields by field of a JSON answer or tool call whether it was met
 * @param latencyMillis null where the answer is the logged one and its latency is not known
 * @param cost in US dollars; null where the price is not known
 * @param failure why there is no answer
 */
public record Answer(Contender contender, @Nullable JsonNode message, double score, JsonNode fields, @Nullable Long latencyMillis,
        @Nullable Integer promptTokens, @Nullable Integer completionTokens, @Nullable BigDecimal cost, @Nullable String failure) {}
