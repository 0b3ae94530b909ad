package dev.downshift.engine.traces;

import dev.downshift.engine.traces.Message.Role;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A part of a message as spans write it, by whatever library: what it is, told by its type or by the fields it has, and what
 * it says. The body is what a provider wraps into a field of its own, such as Gemini's {@code function_call}.
 */
record SpanPart(Kind kind, JsonNode body) {

    /** What a part can be. */
    enum Kind { TEXT, SYSTEM, THOUGHT, CALL, RESULT, FILE }

    private static final Map<String, Kind> TYPES = Map.ofEntries(
            Map.entry("text", Kind.TEXT), Map.entry("input_text", Kind.TEXT), Map.entry("output_text", Kind.TEXT), Map.entry("refusal", Kind.TEXT),
            Map.entry("user_prompt", Kind.TEXT), Map.entry("system_prompt", Kind.SYSTEM),
            Map.entry("reasoning", Kind.THOUGHT), Map.entry("thinking", Kind.THOUGHT), Map.entry("redacted_thinking", Kind.THOUGHT),
            Map.entry("thought", Kind.THOUGHT),
            Map.entry("tool_call", Kind.CALL), Map.entry("tool_use", Kind.CALL), Map.entry("function_call", Kind.CALL),
            Map.entry("custom_tool_call", Kind.CALL), Map.entry("server_tool_use", Kind.CALL), Map.entry("mcp_tool_use", Kind.CALL),
            Map.entry("function", Kind.CALL),
            Map.entry("tool_call_response", Kind.RESULT), Map.entry("tool_result", Kind.RESULT), Map.entry("tool_call_result", Kind.RESULT),
            Map.entry("function_call_output", Kind.RESULT), Map.entry("custom_tool_call_output", Kind.RESULT), Map.entry("function_result", Kind.RESULT),
            Map.entry("function_response", Kind.RESULT), Map.entry("tool_response", Kind.RESULT), Map.entry("tool_return", Kind.RESULT));

    /** Fields that hold a part's body where it has no type. */
    private static final Map<String, Kind> BODIES = Map.ofEntries(
            Map.entry("functionCall", Kind.CALL), Map.entry("function_call", Kind.CALL), Map.entry("toolUse", Kind.CALL), Map.entry("tool_call", Kind.CALL),
            Map.entry("functionResponse", Kind.RESULT), Map.entry("function_response", Kind.RESULT), Map.entry("toolResult", Kind.RESULT),
            Map.entry("tool_call_result", Kind.RESULT), Map.entry("reasoningContent", Kind.THOUGHT), Map.entry("reasoning", Kind.THOUGHT),
            Map.entry("inline_data", Kind.FILE), Map.entry("inlineData", Kind.FILE), Map.entry("file_data", Kind.FILE), Map.entry("fileData", Kind.FILE),
            Map.entry("image", Kind.FILE), Map.entry("document", Kind.FILE), Map.entry("audio", Kind.FILE), Map.entry("video", Kind.FILE));

    /** Fields that only a message or a provider's body has. */
    private static final List<String> BEYOND = List.of("role", "message", "kwargs", "messages", "choices", "candidates", "generations", "replies", "items", "object");
    private static final List<String> TYPE_NAMES = List.of("type", "block_type", "part_kind");
    private static final List<String> TEXTS = List.of("content", "text", "value", "refusal");
    private static final List<String> IDS = List.of("call_id", "tool_use_id", "tool_call_id", "toolCallId", "toolUseId", "id");
    private static final List<String> NAMES = List.of("name", "tool_name", "toolName");
    private static final List<String> ARGUMENTS = List.of("arguments", "input", "args", "tool_kwargs");
    private static final List<String> RESULTS = List.of("response", "result", "content", "output", "responseData", "value");

    /** What a node is as a part; null where it is none. */
    static @Nullable SpanPart of(JsonNode node) {
        JsonNode part = node.path("message_content").isObject() ? node.path("message_content") : node;
        if (!part.isObject()) {
            return null;
        }
        if (part.path("thought").asBoolean(false)) {
            return new SpanPart(Kind.THOUGHT, part);
        }
        String type = type(part);
        Kind kind = TYPES.get(type);
        if (kind != null) {
            return new SpanPart(kind, part.path("payload").isObject() ? part.path("payload") : part);
        }
        if (!type.isEmpty()) {
            return new SpanPart(Kind.FILE, part);
        }
        for (Map.Entry<String, JsonNode> field : part.properties()) {
            Kind inner = field.getValue().isObject() ? BODIES.get(field.getKey()) : null;
            if (inner != null) {
                return new SpanPart(inner, inner == Kind.FILE ? part : field.getValue());
            }
        }
        return byFields(part);
    }

    /** Some lists of parts leave their kind to be guessed. */
    private static @Nullable SpanPart byFields(JsonNode part) {
        boolean named = first(part, NAMES) != null;
        boolean identified = first(part, IDS.subList(0, IDS.size() - 1)) != null;
        if ((named && first(part, ARGUMENTS) != null) || part.path("function").path("name").isString()) {
            return new SpanPart(Kind.CALL, part);
        }
        if (identified && first(part, RESULTS) != null) {
            return new SpanPart(Kind.RESULT, part);
        }
        if (part.has("toolName")) {
            return new SpanPart(Kind.CALL, part);
        }
        return part.hasNonNull("text") || part.path("content").isString() || part.has("json") ? new SpanPart(Kind.TEXT, part) : null;
    }

    /** Whether a list holds parts of one message, and not messages: each says what it is, and none who speaks. */
    static boolean isList(JsonNode list) {
        return !list.isEmpty() && list.valueStream().allMatch(SpanPart::standsAlone);
    }

    private static boolean standsAlone(JsonNode node) {
        boolean typed = TYPES.containsKey(type(node));
        if (!typed && (SpanMessage.role(node) != null || (node.path("output").isArray() && !node.has("toolName")))) {
            return false;
        }
        boolean marked = typed || BODIES.keySet().stream().anyMatch(name -> node.path(name).isObject()) || node.has("toolName")
                || (node.size() == 1 && (node.path("text").isString() || node.has("json")));
        return node.isObject() && marked && BEYOND.stream().noneMatch(node::hasNonNull);
    }

    private static String type(JsonNode part) {
        for (String name : TYPE_NAMES) {
            if (part.path(name).isString()) {
                return part.path(name).stringValue().replace('-', '_').toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }

    /** The text, or the JSON that stands in its place; null where there is none. */
    @Nullable String text() {
        JsonNode text = first(body, TEXTS);
        JsonNode said = text == null ? body.get("json") : text;
        return said == null || said.isNull() ? null : MessageParts.text(said);
    }

    /** Adds the call of a tool. */
    void addCall(String path, MessageParts parts) {
        JsonNode function = body.path("function").isObject() ? body.path("function") : body;
        String name = name(function);
        if (name == null || name.isEmpty()) {
            throw new BadRecord("\"" + path + ".name\" is missing", "Name the tool that is called.");
        }
        parts.toolCall(id(body), name, first(function, ARGUMENTS) == null ? "{}" : MessageParts.text(first(function, ARGUMENTS)));
    }

    /** The message of the tool that a result is. */
    Message result(@Nullable String speaker) {
        JsonNode origin = body.path("origin");
        String id = id(body) == null ? id(origin) : id(body);
        String name = name(body) == null ? name(origin) : name(body);
        return new Message(Role.TOOL, name == null ? speaker : name, resultText(first(body, RESULTS)), List.of(), id, List.of());
    }

    /** The text of a tool's result: of a value beside its type, the value; of text parts, their texts; of all else, the JSON. */
    static String resultText(@Nullable JsonNode result) {
        if (result != null && result.isObject() && result.path("type").isString() && result.hasNonNull("value") && result.size() == 2) {
            return resultText(result.get("value"));
        }
        if (result != null && isList(result) && result.valueStream().allMatch(part -> SpanPart.of(part) instanceof SpanPart(Kind kind, JsonNode _) && kind == Kind.TEXT)) {
            return String.join("\n", result.valueStream().map(part -> String.valueOf(new SpanPart(Kind.TEXT, part).text())).toList());
        }
        return MessageParts.text(result);
    }

    /** The id that ties a tool's result to its call; of an id in several parts the last, which is the provider's. */
    static @Nullable String id(JsonNode holder) {
        for (String name : IDS) {
            JsonNode id = holder.path(name);
            JsonNode last = id.isArray() && !id.isEmpty() ? id.get(id.size() - 1) : id;
            if ((last.isString() && !last.stringValue().isEmpty()) || last.isIntegralNumber()) {
                return last.asString();
            }
        }
        return null;
    }

    static @Nullable String name(JsonNode holder) {
        JsonNode name = first(holder, NAMES);
        return name != null && name.isString() ? name.stringValue() : null;
    }

    static @Nullable JsonNode first(JsonNode holder, List<String> names) {
        return names.stream().filter(holder::hasNonNull).findFirst().map(holder::get).orElse(null);
    }
}
