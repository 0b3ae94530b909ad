package dev.downshift.engine.traces;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The attributes of a span that Langfuse's own libraries write, renamed to those of the semantic conventions. */
final class LangfuseSpan {

    private static final String PREFIX = "langfuse.observation.";
    private static final List<String> CACHED = List.of("input_cached_tokens", "input_cache_read", "cache_read_input_tokens", "prompt_details.cache_read");
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
        int input = counted.path("input").asInt(counted.path("promptTokens").asInt(-1));
        int kinds = counted.properties().stream().filter(field -> field.getKey().startsWith("input_") || field.getKey().endsWith("_input_tokens"))
                .mapToInt(field -> Math.max(0, field.getValue().asInt(0))).sum();
        if (input >= 0) {
            attributes.put("gen_ai.usage.input_tokens", (long) input + kinds);
        }
        int output = counted.path("output").asInt(counted.path("completionTokens").asInt(-1));
        if (output >= 0) {
            attributes.put("gen_ai.usage.output_tokens", output);
        }
        CACHED.stream().map(counted::path).filter(JsonNode::isInt).findFirst()
                .ifPresent(cached -> attributes.set("gen_ai.usage.cache_read.input_tokens", cached));
    }
}
