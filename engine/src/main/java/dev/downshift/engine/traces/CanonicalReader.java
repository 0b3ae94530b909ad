package dev.downshift.engine.traces;

import dev.downshift.engine.traces.LlmCall.CallError;
import dev.downshift.engine.traces.LlmCall.Usage;
import dev.downshift.engine.traces.Message.Attachment;
import dev.downshift.engine.traces.Message.Role;
import dev.downshift.engine.traces.Message.ToolCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads back what {@link CanonicalJson} wrote. Trusts it: anything else fails with an exception. */
public final class CanonicalReader {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private CanonicalReader() {}

    public static LlmCall call(String json) {
        return call(MAPPER.readTree(json));
    }

    /** Any JSON, its numbers as they were written. */
    static JsonNode tree(String json) {
        return MAPPER.readTree(json);
    }

    public static LlmCall call(JsonNode node) {
        JsonNode position = node.required("position");
        JsonNode response = node.get("response");
        JsonNode latency = node.get("latency_ms");
        String occurredAt = text(node, "occurred_at");
        return new LlmCall(
                new LlmCall.Position(position.required("record").longValue(), position.required("index").intValue(),
                        position.required("line").longValue(), position.required("byte_offset").longValue()),
                text(node, "provider_call_id"), text(node, "conversation"),
                occurredAt == null ? null : Instant.parse(occurredAt), text(node, "model"),
                messages(node.required("messages")), list(node.get("tools")), map(node.get("parameters")),
                response == null ? null : message(response), text(node, "finish_reason"), usage(node.get("usage")),
                latency == null ? null : Duration.ofNanos(latency.decimalValue().movePointRight(6).longValueExact()),
                error(node.get("error")), map(node.get("metadata")));
    }

    public static Message message(String json) {
        return message(MAPPER.readTree(json));
    }

    public static Message message(JsonNode node) {
        List<ToolCall> toolCalls = new ArrayList<>();
        for (JsonNode call : list(node.get("tool_calls"))) {
            toolCalls.add(new ToolCall(text(call, "id"), call.required("name").stringValue(), call.required("arguments").stringValue()));
        }
        List<Attachment> attachments = new ArrayList<>();
        for (JsonNode attachment : list(node.get("attachments"))) {
            attachments.add(new Attachment(attachment.required("kind").stringValue(), attachment.required("reference").stringValue()));
        }
        return new Message(Role.valueOf(node.required("role").stringValue().toUpperCase(Locale.ROOT)), text(node, "name"),
                text(node, "content"), toolCalls, text(node, "tool_call_id"), attachments);
    }

    /** The values of a JSON array, such as a stored list of tool definitions. */
    public static List<JsonNode> values(String json) {
        return list(MAPPER.readTree(json));
    }

    /** The fields of a JSON object, such as stored parameters or metadata. */
    public static Map<String, JsonNode> fields(String json) {
        return map(MAPPER.readTree(json));
    }

    private static List<Message> messages(JsonNode array) {
        List<Message> messages = new ArrayList<>(array.size());
        array.forEach(message -> messages.add(message(message)));
        return messages;
    }

    private static @Nullable Usage usage(@Nullable JsonNode node) {
        return node == null ? null : new Usage(node.required("prompt_tokens").intValue(),
                node.required("completion_tokens").intValue(), node.required("cached_tokens").intValue());
    }

    private static @Nullable CallError error(@Nullable JsonNode node) {
        if (node == null) {
            return null;
        }
        JsonNode status = node.get("status");
        return new CallError(status == null ? null : status.intValue(), text(node, "code"), node.required("message").stringValue());
    }

    private static @Nullable String text(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : value.stringValue();
    }

    private static List<JsonNode> list(@Nullable JsonNode array) {
        List<JsonNode> values = new ArrayList<>();
        if (array != null) {
            array.forEach(values::add);
        }
        return values;
    }

    private static Map<String, JsonNode> map(@Nullable JsonNode object) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        if (object != null) {
            object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        }
        return fields;
    }
}
