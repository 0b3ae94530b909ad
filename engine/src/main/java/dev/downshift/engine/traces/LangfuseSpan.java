package dev.downshift.engine.traces;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The attributes of a span that Langfuse's own libraries write, renamed to those of the semantic conventions. */
final class LangfuseSpan {

    private static final String PREFIX = "langfuse.observation.";
    private static final List<String> CACHED = List.of("input_cached_tokens", "input_cache_read", "input_cache_read_tokens", "cache_read_input_tokens", "prompt_details.cache_read");
    private static final Map<String, String> SAME = Map.of(PREFIX + "model.name", "gen_ai.request.model", "langfuse.session.id", "session.id");

    private LangfuseSpan() {}

    /** What kind of observation a span is, such as {@code generation}; empty where something else wrote it. */
    static String kind(SpanAttributes attributes) {
        return attributes.peek(PREFIX + "type").asString("");
    }

    static SpanAttributes renamed(SpanAttributes attributes) {
        ObjectNode renamed = JsonNodeFactory.instance.objectNode();
        attributes.rest().forEach((name, value) -> renamed.set(SAME.getOrDefault(name, name), value));
        renamed.remove(PREFIX + "type");
        SpanBodies.request(renamed.remove(PREFIX + "input"), renamed);
        SpanBodies.answer(renamed.remove(PREFIX + "output"), renamed);
        JsonNode parameters = opened(renamed, "model.parameters");
        if (parameters.isObject()) {
            SpanBodies.settings(parameters, renamed);
        }
        usage(opened(renamed, "usage_details"), renamed);
        return SpanAttributes.of(renamed);
    }

    private static JsonNode opened(ObjectNode attributes, String name) {
        JsonNode value = attributes.remove(PREFIX + name);
        return value == null ? JsonNodeFactory.instance.missingNode() : SpanAttributes.opened(value, PREFIX + name);
    }

    /** The counts of the provider as they are, or Langfuse's own, which counts each kind of input tokens apart where the spans it received did not count them together. */
    static void usage(JsonNode counted, ObjectNode attributes) {
        if (counted.has("prompt_tokens") || counted.has("input_tokens")) {
            SpanBodies.usage(counted, attributes);
            return;
        }
        count("gen_ai.usage.input_tokens", counted, "input", "promptTokens", attributes);
        count("gen_ai.usage.output_tokens", counted, "output", "completionTokens", attributes);
        CACHED.stream().map(counted::path).filter(JsonNode::isInt).findFirst()
                .ifPresent(cached -> attributes.set("gen_ai.usage.cache_read.input_tokens", cached));
    }

    private static void count(String name, JsonNode counted, String side, String older, ObjectNode attributes) {
        int count = counted.path(side).asInt(counted.path(older).asInt(-1));
        if (count >= 0) {
            attributes.put(name, (long) count + (isWhole(counted) ? 0 : kinds(counted, side)));
        }
    }

    /** Whether the counts of the two sides are all that the total has, so that the kinds of tokens are within them. */
    private static boolean isWhole(JsonNode counted) {
        return counted.path("total").isInt() && counted.path("total").intValue() == counted.path("input").asInt(0) + counted.path("output").asInt(0);
    }

    private static long kinds(JsonNode counted, String side) {
        return counted.properties().stream().filter(field -> field.getKey().startsWith(side + "_") || field.getKey().endsWith("_" + side + "_tokens"))
                .mapToLong(field -> Math.max(0, field.getValue().asInt(0))).sum();
    }
}
