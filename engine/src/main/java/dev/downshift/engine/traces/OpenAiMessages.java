package dev.downshift.engine.traces;

import dev.downshift.engine.traces.Message.Attachment;
import dev.downshift.engine.traces.Message.Role;
import dev.downshift.engine.traces.Message.ToolCall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the messages of an OpenAI chat completion, with the older {@code function_call}, the newer {@code developer},
 * and the {@code from}/{@code value} spelling of conversation data sets.
 */
final class OpenAiMessages {

    private OpenAiMessages() {}

    static List<Message> read(JsonNode array, String path) {
        List<Message> messages = new ArrayList<>(array.size());
        for (int index = 0; index < array.size(); index++) {
            messages.add(read(Fields.of(array.get(index), path + "[" + index + "]")));
        }
        return messages;
    }

    static Message read(Fields fields) {
        Role role = role(fields);
        List<Attachment> attachments = new ArrayList<>();
        String content = content(fields, attachments);
        List<ToolCall> toolCalls = toolCalls(fields);
        if (content == null && fields.has("refusal")) {
            content = fields.takeText("refusal");
        }
        if (content == null && toolCalls.isEmpty() && attachments.isEmpty() && role != Role.ASSISTANT) {
            throw new BadRecord("\"" + fields.pathOf("content") + "\" is missing", "Only an assistant's message may be without content.");
        }
        return new Message(role, fields.takeText("name"), content, toolCalls, fields.takeIdentifier("tool_call_id"), attachments);
    }

    private static Role role(Fields fields) {
        String field = fields.has("role") || !fields.has("from") ? "role" : "from";
        String role = fields.takeText(field);
        if (role == null) {
            throw new BadRecord("\"" + fields.pathOf("role") + "\" is missing", "Say who speaks: system, user, assistant or tool.");
        }
        return switch (role.toLowerCase(Locale.ROOT)) {
            case "system", "developer" -> Role.SYSTEM;
            case "user", "human" -> Role.USER;
            case "assistant", "gpt", "ai", "model" -> Role.ASSISTANT;
            case "tool", "function", "observation" -> Role.TOOL;
            default -> throw new BadRecord("\"" + fields.pathOf(field) + "\" names no known role",
                    "Use system, developer, user, assistant, tool or function.");
        };
    }

    private static @Nullable String content(Fields fields, List<Attachment> attachments) {
        String field = fields.has("content") || !fields.has("value") ? "content" : "value";
        JsonNode content = fields.take(field);
        if (content == null) {
            return null;
        }
        if (content.isString()) {
            return content.stringValue();
        }
        if (!content.isArray()) {
            throw BadRecord.wrongType(fields.pathOf(field), "a string or an array of parts");
        }
        List<String> texts = new ArrayList<>();
        for (int index = 0; index < content.size(); index++) {
            part(content.get(index), fields.pathOf(field) + "[" + index + "]", texts, attachments);
        }
        return texts.isEmpty() ? null : String.join("\n", texts);
    }

    private static void part(JsonNode node, String path, List<String> texts, List<Attachment> attachments) {
        if (node.isString()) {
            texts.add(node.stringValue());
            return;
        }
        Fields part = Fields.of(node, path);
        String type = part.takeText("type");
        for (String kind : List.of("text", "refusal")) {
            if (part.has(kind) && (type == null || type.endsWith(kind))) {
                texts.add(java.util.Objects.requireNonNull(part.takeText(kind)));
                return;
            }
        }
        if (type == null) {
            throw new BadRecord("\"" + part.pathOf("type") + "\" is missing", "Give each part of a content array its type, for example text.");
        }
        attachments.add(new Attachment(type, reference(part.rest().get(type), node)));
    }

    /** The address if there is a short one, else a digest of the bytes. */
    private static String reference(@Nullable JsonNode body, JsonNode part) {
        JsonNode content = body == null ? part : body;
        for (String field : List.of("url", "file_id", "data", "file_data")) {
            JsonNode value = content.get(field);
            if (value != null && value.isString()) {
                String text = value.stringValue();
                return text.length() <= 2_000 && !text.startsWith("data:") && !field.endsWith("data") ? text : digest(text);
            }
        }
        return content.isString() && content.stringValue().length() <= 2_000 && !content.stringValue().startsWith("data:")
                ? content.stringValue()
                : digest(CanonicalJson.text(content));
    }

    private static String digest(String text) {
        return "sha256:" + Digests.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<ToolCall> toolCalls(Fields fields) {
        JsonNode array = fields.takeArray("tool_calls");
        List<ToolCall> calls = new ArrayList<>();
        for (int index = 0; array != null && index < array.size(); index++) {
            Fields call = Fields.of(array.get(index), fields.pathOf("tool_calls") + "[" + index + "]");
            String id = call.takeIdentifier("id");
            Fields function = call.has("function") ? call.takeObject("function") : call;
            calls.add(toolCall(id, java.util.Objects.requireNonNull(function)));
        }
        Fields single = fields.takeObject("function_call");
        if (single != null) {
            calls.add(toolCall(null, single));
        }
        return calls;
    }

    private static ToolCall toolCall(@Nullable String id, Fields function) {
        String name = function.takeText("name");
        if (name == null) {
            throw new BadRecord("\"" + function.pathOf("name") + "\" is missing", "Name the tool that is called.");
        }
        JsonNode arguments = function.take(function.has("arguments") ? "arguments" : "input");
        String text = arguments == null ? "" : arguments.isString() ? arguments.stringValue() : CanonicalJson.text(arguments);
        return new ToolCall(id, name, text);
    }
}
