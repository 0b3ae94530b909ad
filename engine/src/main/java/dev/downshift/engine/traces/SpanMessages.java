package dev.downshift.engine.traces;

import dev.downshift.engine.traces.Message.Role;
import dev.downshift.engine.traces.Message.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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

    /** Where bodies keep their messages: requests and answers of OpenAI (also Responses), Gemini, LangChain. */
    private static final List<String> LISTS = List.of("messages", "choices", "output", "candidates", "generations");
    private static final Set<String> ITEMS = Set.of("function_call", "function_call_output", "custom_tool_call", "custom_tool_call_output", "reasoning",
            "tool-call", "tool-result");
    private static final Map<String, String> LANGCHAIN_ROLES = Map.of("human", "user", "ai", "assistant", "system", "system", "tool", "tool", "function", "tool");

    private final List<Message> messages = new ArrayList<>();
    private final ArrayNode reasoning = NODES.arrayNode();
    private final Unread unread = new Unread("");
    private @Nullable String finishReason;

    List<Message> messages() {
        return messages;
    }

    /** What the model thought, which is no part of its answer. */
    ArrayNode reasoning() {
        return reasoning;
    }

    /** What parts hold beside their content. */
    JsonNode unread() {
        return Unread.node(unread.parts());
    }

    @Nullable String finishReason() {
        return finishReason;
    }

    /** Adds what a span holds as its prompt or answer: a list of messages, one message, a provider's body, or a text. */
    void add(JsonNode node, String path, String usualRole) {
        if (node.isArray()) {
            for (int index = 0; index < node.size(); index++) {
                add(node.get(index), path + "[" + index + "]", usualRole);
            }
            return;
        }
        if (node.isString()) {
            messages.add(Message.of(usualRole.equals("assistant") ? Role.ASSISTANT : usualRole.equals("system") ? Role.SYSTEM : Role.USER, node.stringValue()));
            return;
        }
        for (String list : LISTS) {
            if (node.path(list).isArray()) {
                finish(node);
                add(node.path(list), path + "." + list, usualRole);
                return;
            }
        }
        for (String wrapper : List.of("message", "kwargs", "data")) {
            if (node.path(wrapper).isObject()) {
                finish(node);
                add(withRole(node, (ObjectNode) node.path(wrapper)), path + "." + wrapper, usualRole);
                return;
            }
        }
        if (node.path("content").path("parts").isArray()) {
            finish(node);
            message(node.path("content"), path + ".content", usualRole);
        } else if (ITEMS.contains(node.path("type").asString("")) || node.has("toolName")) {
            item(node, path);
        } else if (node.isObject()) {
            message(withRole(node, (ObjectNode) node), path, usualRole);
        } else {
            throw BadRecord.wrongType(path, "a message");
        }
    }

    /** LangChain names a message's class in the place of its role. */
    private static ObjectNode withRole(JsonNode node, ObjectNode message) {
        JsonNode id = node.path("id");
        String kind = id.isArray() && !id.isEmpty() ? id.get(id.size() - 1).asString("") : message.path("type").asString(node.path("type").asString(""));
        String role = LANGCHAIN_ROLES.get(kind.replace("MessageChunk", "").replace("Message", "").toLowerCase(Locale.ROOT));
        if (role == null || message.path("role").isString()) {
            return message;
        }
        ObjectNode named = message.deepCopy();
        named.put("role", role);
        return named;
    }

    /** Adds an item that stands beside messages where others put it into one: a call of a tool, its result, a thought. */
    private void item(JsonNode item, String path) {
        ObjectNode message = NODES.objectNode();
        message.put("role", "assistant");
        message.putArray("parts").add(item);
        int before = messages.size();
        int thoughts = reasoning.size();
        message(message, path, "assistant");
        if (reasoning.size() > thoughts) {
            messages.removeLast();
            return;
        }
        Message last = before == 0 ? null : messages.get(before - 1);
        if (last != null && messages.size() == before + 1 && last.role() == Role.ASSISTANT && messages.getLast().role() == Role.ASSISTANT) {
            List<ToolCall> calls = new ArrayList<>(last.toolCalls());
            calls.addAll(messages.removeLast().toolCalls());
            messages.set(before - 1, new Message(last.role(), last.name(), last.content(), calls, last.toolCallId(), last.attachments()));
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
        for (JsonNode holder : List.of(node, node.path("generation_info"), node.path("response_metadata"))) {
            for (String name : List.of("finish_reason", "finishReason", "stop_reason")) {
                if (holder.path(name).isString() && finishReason == null) {
                    finishReason = holder.path(name).stringValue();
                }
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
        JsonNode toolCalls = node.path("tool_calls").isEmpty() ? node.path("additional_kwargs").path("tool_calls") : node.path("tool_calls");
        for (JsonNode call : toolCalls) {
            call(call.path("tool_call").isObject() ? call.path("tool_call") : call, calls);
        }
        if (node.path("function_call").isObject()) {
            call(node.path("function_call"), calls);
        }
        if (!texts.isEmpty() || !calls.isEmpty() || results.isEmpty()) {
            if (texts.isEmpty() && !plain.path("role").stringValue().equals("assistant")) {
                texts.add("");
            }
            messages.add(OpenAiMessages.read(Fields.of(withoutEmpty(plain), path), unread));
        }
        String name = node.path("name").isString() ? node.path("name").stringValue() : null;
        results.forEach(result -> messages.add(new Message(result.role(), name, result.content(), List.of(), result.toolCallId(), List.of())));
    }

    private static ObjectNode withoutEmpty(ObjectNode message) {
        for (String name : List.of("content", "tool_calls")) {
            if (message.path(name).isEmpty()) {
                message.remove(name);
            }
        }
        return message;
    }

    /** @param list of parts; one that stands there without a list is read as well */
    private void parts(JsonNode list, String path, ArrayNode texts, ArrayNode calls, List<Message> results) {
        JsonNode parts = list.isObject() ? NODES.arrayNode().add(list) : list;
        for (int index = 0; index < parts.size(); index++) {
            JsonNode part = parts.get(index).path("message_content").isObject() ? parts.get(index).path("message_content") : parts.get(index);
            switch (kind(part)) {
                case "text", "input_text", "output_text" -> text(part, texts);
                case "reasoning", "thinking", "redacted_thinking" -> reasoning.add(part);
                case "tool_call", "tool_use", "function_call", "custom_tool_call" -> call(part, calls);
                case "tool_call_response", "tool_result", "function_call_output", "custom_tool_call_output" -> results.add(result(part));
                case "functionCall" -> call(part.path("functionCall"), calls);
                case "function_call_part" -> call(part.path("function_call"), calls);
                case "functionResponse" -> results.add(result(part.path("functionResponse")));
                case "function_response" -> results.add(result(part.path("function_response")));
                default -> texts.add(part.isObject() ? part : NODES.stringNode(part.asString("")));
            }
            if (part.isMissingNode()) {
                throw BadRecord.wrongType(path + "[" + index + "]", "an object");
            }
        }
    }

    /** What a part is: its type, or the name of the field by which Gemini tells them apart. */
    private static String kind(JsonNode part) {
        if (part.path("type").isString()) {
            return part.path("type").stringValue().replace('-', '_');
        }
        if (part.path("thought").asBoolean(false)) {
            return "thinking";
        }
        for (String name : List.of("functionCall", "functionResponse", "function_response")) {
            if (part.path(name).isObject()) {
                return name;
            }
        }
        if (part.path("function_call").isObject()) {
            return "function_call_part";
        }
        return part.has("toolName") ? "tool_call" : "text";
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
        for (String id : List.of("call_id", "id", "tool_call_id", "toolCallId")) {
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
        String id = null;
        for (String name : List.of("call_id", "tool_use_id", "toolCallId", "id")) {
            id = id == null && part.path(name).isString() ? part.path(name).stringValue() : id;
        }
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
