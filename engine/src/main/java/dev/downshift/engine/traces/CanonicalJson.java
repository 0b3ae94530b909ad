package dev.downshift.engine.traces;

import dev.downshift.engine.traces.LlmCall.CallError;
import dev.downshift.engine.traces.LlmCall.Usage;
import java.io.StringWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;

/**
 * Writes calls and messages as JSON that is the same, byte for byte, for equal values: fields in a fixed order, free
 * JSON with its keys sorted by code unit, numbers in their shortest form, no white space, no absent fields. Content
 * addressing hashes it. {@link CanonicalReader} reads it back; docs/canonical-call.md describes it.
 */
public final class CanonicalJson {

    private static final JsonFactory FACTORY = JsonFactory.builder().build();
    private static final BigDecimal LARGEST_PLAIN = new BigDecimal("1e15");
    private static final int SHORT = 128;

    private CanonicalJson() {}

    public static String text(LlmCall call) {
        return written(json -> write(json, call));
    }

    public static String text(Message message) {
        StringWriter text = new StringWriter(message.text().length() + message.text().length() / 16 + SHORT);
        write(message, text);
        return text.toString();
    }

    /** Writes a message without a copy of its texts in memory, and closes the target. */
    public static void write(Message message, Writer target) {
        write(target, json -> write(json, message));
    }

    /** Any JSON, with sorted keys. */
    public static String text(JsonNode node) {
        return written(json -> write(json, node));
    }

    /** A list of JSON values, such as the tool definitions of a call. */
    public static String text(Collection<JsonNode> nodes) {
        return written(json -> writeAll(json, nodes));
    }

    /** A JSON object given as a map, with sorted keys. */
    public static String text(Map<String, JsonNode> object) {
        return written(json -> write(json, object));
    }

    private static String written(Consumer<JsonGenerator> content) {
        StringWriter text = new StringWriter(SHORT);
        write(text, content);
        return text.toString();
    }

    private static void write(Writer target, Consumer<JsonGenerator> content) {
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), target)) {
            content.accept(json);
        }
    }

    private static void write(JsonGenerator json, LlmCall call) {
        json.writeStartObject();
        json.writeName("position");
        write(json, call.position());
        text(json, "provider_call_id", call.providerCallId());
        text(json, "conversation", call.conversation());
        text(json, "occurred_at", call.occurredAt() == null ? null : call.occurredAt().toString());
        text(json, "model", call.model());
        json.writeName("messages");
        json.writeStartArray();
        call.messages().forEach(message -> write(json, message));
        json.writeEndArray();
        if (!call.tools().isEmpty()) {
            json.writeName("tools");
            writeAll(json, call.tools());
        }
        object(json, "parameters", call.parameters());
        if (call.response() != null) {
            json.writeName("response");
            write(json, call.response());
        }
        text(json, "finish_reason", call.finishReason());
        write(json, call.usage());
        write(json, call.latency());
        write(json, call.error());
        object(json, "metadata", call.metadata());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, LlmCall.Position position) {
        json.writeStartObject();
        json.writeNumberProperty("record", position.record());
        json.writeNumberProperty("index", position.indexInRecord());
        json.writeNumberProperty("line", position.line());
        json.writeNumberProperty("byte_offset", position.byteOffset());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Message message) {
        json.writeStartObject();
        text(json, "role", message.role().name().toLowerCase(Locale.ROOT));
        text(json, "name", message.name());
        text(json, "content", message.content());
        if (!message.toolCalls().isEmpty()) {
            json.writeName("tool_calls");
            json.writeStartArray();
            message.toolCalls().forEach(call -> {
                json.writeStartObject();
                text(json, "id", call.id());
                text(json, "name", call.name());
                text(json, "arguments", call.arguments());
                json.writeEndObject();
            });
            json.writeEndArray();
        }
        text(json, "tool_call_id", message.toolCallId());
        if (!message.attachments().isEmpty()) {
            json.writeName("attachments");
            json.writeStartArray();
            message.attachments().forEach(attachment -> {
                json.writeStartObject();
                text(json, "kind", attachment.kind());
                text(json, "reference", attachment.reference());
                json.writeEndObject();
            });
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, @Nullable Usage usage) {
        if (usage != null) {
            json.writeName("usage");
            json.writeStartObject();
            json.writeNumberProperty("prompt_tokens", usage.promptTokens());
            json.writeNumberProperty("completion_tokens", usage.completionTokens());
            json.writeNumberProperty("cached_tokens", usage.cachedTokens());
            json.writeEndObject();
        }
    }

    private static void write(JsonGenerator json, @Nullable Duration latency) {
        if (latency != null) {
            json.writeName("latency_ms");
            writeNumber(json, Times.milliseconds(latency));
        }
    }

    private static void write(JsonGenerator json, @Nullable CallError error) {
        if (error != null) {
            json.writeName("error");
            json.writeStartObject();
            if (error.status() != null) {
                json.writeNumberProperty("status", error.status());
            }
            text(json, "code", error.code());
            text(json, "message", error.message());
            json.writeEndObject();
        }
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
    }

    private static void object(JsonGenerator json, String name, Map<String, JsonNode> fields) {
        if (!fields.isEmpty()) {
            json.writeName(name);
            write(json, fields);
        }
    }

    private static void write(JsonGenerator json, Map<String, JsonNode> fields) {
        json.writeStartObject();
        new TreeMap<>(fields).forEach((name, value) -> {
            json.writeName(name);
            write(json, value);
        });
        json.writeEndObject();
    }

    private static void writeAll(JsonGenerator json, Iterable<JsonNode> values) {
        json.writeStartArray();
        values.forEach(value -> write(json, value));
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, JsonNode node) {
        if (node.isObject()) {
            Map<String, JsonNode> fields = new TreeMap<>();
            node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
            write(json, fields);
        } else if (node.isArray()) {
            writeAll(json, node);
        } else if (node.isString()) {
            json.writeString(node.stringValue());
        } else if (node.isNumber()) {
            writeNumber(json, node.decimalValue());
        } else if (node.isBoolean()) {
            json.writeBoolean(node.booleanValue());
        } else {
            json.writeNull();
        }
    }

    private static void writeNumber(JsonGenerator json, BigDecimal number) {
        BigDecimal shortest = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        boolean plain = shortest.scale() <= 0 && shortest.abs().compareTo(LARGEST_PLAIN) < 0;
        json.writeNumber(plain ? shortest.toPlainString() : shortest.toString());
    }
}
