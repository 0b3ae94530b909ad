package dev.downshift.engine.traces;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What formats have in common in the fields around a call: what groups calls, metadata, parameters. */
final class Surroundings {

    private static final List<String> GROUPS =
            List.of("conversation_id", "session_id", "thread_id", "trace_id", "run_id", "conversation", "session", "thread", "run");
    static final Set<String> PARAMETERS = Set.of("temperature", "top_p", "max_tokens", "max_completion_tokens", "response_format",
            "stop", "seed", "stream", "tool_choice", "function_call", "parallel_tool_calls", "presence_penalty", "frequency_penalty",
            "logit_bias", "logprobs", "top_logprobs", "n", "reasoning_effort");

    private Surroundings() {}

    /** The id that groups calls, from the record itself or from its metadata. */
    static @Nullable String conversation(Fields record) {
        for (String name : GROUPS) {
            JsonNode value = record.peek(name);
            if (value != null && (value.isString() || value.isIntegralNumber())) {
                return record.takeConversation(name);
            }
        }
        JsonNode metadata = record.peek("metadata");
        if (metadata == null || !metadata.isObject()) {
            return null;
        }
        Fields fields = Fields.of(metadata, "metadata");
        for (String name : GROUPS) {
            JsonNode value = fields.peek(name);
            if (value != null && (value.isString() || value.isIntegralNumber()) && !value.asString().isEmpty()) {
                return fields.takeConversation(name);
            }
        }
        return null;
    }

    /** What was not taken, with the record's own {@code metadata} opened up. */
    static Map<String, JsonNode> metadata(Fields record) {
        Map<String, JsonNode> metadata = new LinkedHashMap<>();
        JsonNode own = record.peek("metadata");
        if (own != null && own.isObject()) {
            record.take("metadata");
            own.properties().forEach(field -> metadata.put(field.getKey(), field.getValue()));
        }
        record.rest().forEach((name, value) -> {
            JsonNode hidden = value.isNull() ? null : metadata.put(name, value);
            if (hidden != null) {
                metadata.put("metadata." + name, hidden);
            }
        });
        metadata.values().removeIf(JsonNode::isNull);
        return metadata;
    }

    /** Adds parts under one name, where there are any; what stood there before is moved aside. */
    static void add(Map<String, JsonNode> metadata, String name, Map<String, JsonNode> parts) {
        if (!parts.isEmpty()) {
            JsonNode hidden = metadata.put(name, Unread.node(parts));
            if (hidden != null) {
                metadata.put("metadata." + name, hidden);
            }
        }
    }

    /** Moves what belongs to a request out of the metadata of a record that has no request of its own. */
    static Map<String, JsonNode> parameters(Map<String, JsonNode> metadata) {
        Map<String, JsonNode> parameters = new LinkedHashMap<>(metadata);
        parameters.keySet().retainAll(PARAMETERS);
        metadata.keySet().removeAll(PARAMETERS);
        return parameters;
    }
}
