package dev.downshift.engine.traces;

import dev.downshift.engine.traces.Message.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads messages as spans write them: OpenTelemetry's parts, OpenInference's nested fields, the numbered attributes of
 * OpenLLMetry, and whatever a provider's own body holds.
 */
final class SpanMessages {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final List<Message> messages = new ArrayList<>();
    private final ArrayNode reasoning = NODES.arrayNode();
    private @Nullable String finishReason;

    List<Message> messages() {
        return messages;
    }

    /** What the model thought, which is no part of its answer. */
    ArrayNode reasoning() {
        return reasoning;
    }

    @Nullable String finishReason() {
        return finishReason;
    }

    /** Adds what a span holds as its prompt or answer: a list of messages, one message, a body with messages or choices, or a text. */
    void add(JsonNode node, String path, String usualRole) {
        if (node.isArray()) {
            for (int index = 0; index < node.size(); index++) {
                add(node.get(index), path + "[" + index + "]", usualRole);
            }
        } else if (node.isString()) {
            messages.add(Message.of(usualRole.equals("assistant") ? Role.ASSISTANT : usualRole.equals("system") ? Role.SYSTEM : Role.USER, node.stringValue()));
        } else if (node.path("messages").isArray()) {
            add(node.path("messages"), path + ".messages", usualRole);
        } else if (node.path("choices").isArray()) {
            add(node.path("choices"), path + ".choices", usualRole);
        } else if (node.path("message").isObject()) {
            finish(node);
            message(node.path("message"), path + ".message", usualRole);
        } else if (node.isObject()) {
            message(node, path, usualRole);
        } else {
            throw BadRecord.wrongType(path, "a message");
        }
    }

    /** Adds the parts of one message of this role. */
    void addParts(JsonNode parts, String path, String role) {
        ObjectNode message = NODES.objectNode();
        message.put("role", role);
        message.set("parts", parts);
        message(message, path, role);
    }

    private void finish(JsonNode node) {
        for (String name : List.of("finish_reason", "finishReason")) {
            if (node.path(name).isString() && finishReason == null) {
                finishReason = node.path(name).stringValue();
            }
        }
    }

    private void message(JsonNode node, String path, String usualRole) {
        finish(node);
        ObjectNode plain = NODES.objectNode();
        plain.put("role", node.path("role").isString() ? node.path("role").stringValue() : usualRole);
        for (String name : List.of("name", "tool_call_id")) {
            if (node.path(name).isString()) {
                plain.set(name, node.path(name));
            }
        }
        ArrayNode texts = plain.putArray("content");
        ArrayNode calls = plain.putArray("tool_calls");
        List<Message> results = new ArrayList<>();
        JsonNode content = node.path("content").isMissingNode() ? node.path("text") : SpanAttributes.opened(node.path("content"), path + ".content");
        if (content.isArray() && content.valueStream().allMatch(part -> part.isObject() && part.has("type"))) {
            parts(content, path + ".content", texts, calls, results);
        } else if (node.path("content").isString() || content.isString()) {
            texts.add(node.path("content").isString() ? node.path("content") : content);
        }
        parts(node.path("parts"), path + ".parts", texts, calls, results);
        parts(node.path("contents"), path + ".contents", texts, calls, results);
        for (JsonNode call : node.path("tool_calls")) {
            call(call.path("tool_call").isObject() ? call.path("tool_call") : call, calls);
        }
        if (node.path("function_call").isObject()) {
            call(node.path("function_call"), calls);
        }
        if (!texts.isEmpty() || !calls.isEmpty() || results.isEmpty()) {
            if (texts.isEmpty() && !plain.path("role").stringValue().equals("assistant")) {
                texts.add("");
            }
            messages.add(OpenAiMessages.read(Fields.of(withoutEmpty(plain), path)));
        }
        messages.addAll(results);
    }

    private static ObjectNode withoutEmpty(ObjectNode message) {
        for (String name : List.of("content", "tool_calls")) {
            if (message.path(name).isEmpty()) {
                message.remove(name);
            }
        }
        return message;
    }

    private void parts(JsonNode parts, String path, ArrayNode texts, ArrayNode calls, List<Message> results) {
        for (int index = 0; index < parts.size(); index++) {
            JsonNode part = parts.get(index).path("message_content").isObject() ? parts.get(index).path("message_content") : parts.get(index);
            String type = part.path("type").asString("text").replace('-', '_');
            switch (type) {
                case "text", "input_text", "output_text" -> text(part, texts);
                case "reasoning", "thinking", "redacted_thinking" -> reasoning.add(part);
                case "tool_call", "tool_use", "function_call" -> call(part, calls);
                case "tool_call_response", "tool_result" -> results.add(result(part));
                default -> texts.add(part.isObject() ? part : NODES.stringNode(part.asString("")));
            }
            if (part.isMissingNode()) {
                throw BadRecord.wrongType(path + "[" + index + "]", "an object");
            }
        }
    }

    private static void text(JsonNode part, ArrayNode texts) {
        for (String name : List.of("content", "text")) {
            if (part.path(name).isString()) {
                texts.add(part.path(name));
                return;
            }
        }
        if (part.isString()) {
            texts.add(part);
        }
    }

    private static void call(JsonNode call, ArrayNode calls) {
        JsonNode function = call.path("function").isObject() ? call.path("function") : call;
        ObjectNode written = calls.addObject();
        for (String id : List.of("id", "tool_call_id", "toolCallId")) {
            if (call.path(id).isString() && !written.has("id")) {
                written.set("id", call.path(id));
            }
        }
        ObjectNode inner = written.putObject("function");
        inner.set("name", function.path("name").isString() ? function.path("name") : function.path("toolName").isString() ? function.path("toolName") : NODES.nullNode());
        for (String name : List.of("arguments", "input", "args")) {
            if (function.hasNonNull(name) && !inner.has("arguments")) {
                inner.set("arguments", function.get(name));
            }
        }
    }

    private static Message result(JsonNode part) {
        String id = part.path("id").isString() ? part.path("id").stringValue() : part.path("tool_use_id").asString(null);
        JsonNode content = NODES.stringNode("");
        for (String name : List.of("response", "result", "content", "output")) {
            if (part.hasNonNull(name)) {
                content = part.get(name);
                break;
            }
        }
        return new Message(Role.TOOL, null, content.isString() ? content.stringValue() : CanonicalJson.text(content), List.of(), id, List.of());
    }
}
