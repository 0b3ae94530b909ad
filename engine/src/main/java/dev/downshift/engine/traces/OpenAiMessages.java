package dev.downshift.engine.traces;

import dev.downshift.engine.traces.Message.Attachment;
import dev.downshift.engine.traces.Message.Role;
import dev.downshift.engine.traces.Message.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the messages of an OpenAI chat completion, with the older {@code function_call}, the newer {@code developer},
 * and the {@code from}/{@code value} spelling of conversation data sets.
 */
final class OpenAiMessages {

    private static final List<String> REFERENCES = List.of("url", "file_id", "data", "file_data", "image_url", "file_url");
    /** What the Responses API calls the kinds of parts of a chat completion. */
    private static final Map<String, String> KINDS = Map.of("input_image", "image_url", "input_file", "file", "computer_screenshot", "image_url");
    private static final Set<String> THOUGHTS = Set.of("thinking", "redacted_thinking", "reasoning");

    private OpenAiMessages() {}

    static List<Message> read(JsonNode array, String path, Unread unread) {
        List<Message> messages = new ArrayList<>(array.size());
        for (int index = 0; index < array.size(); index++) {
            Fields fields = Fields.of(array.get(index), path + "[" + index + "]");
            messages.add(read(fields, unread));
            unread.rest(fields);
        }
        return messages;
    }

    /** One message; what its own fields hold beside it is left to be taken, what its parts hold beside it goes to the unread. */
    static Message read(Fields fields, Unread unread) {
        Role role = role(fields);
        List<Attachment> attachments = new ArrayList<>();
        String content = content(fields, attachments, unread);
        List<ToolCall> toolCalls = content != null && saysToolCall(fields) ? writtenToolCalls(content) : toolCalls(fields, unread);
        content = content != null && saysToolCall(fields) ? null : content;
        if (content == null && fields.has("refusal")) {
            content = fields.takeText("refusal");
        }
        if (content == null && toolCalls.isEmpty() && attachments.isEmpty() && role != Role.ASSISTANT) {
            throw new BadRecord("\"" + fields.pathOf("content") + "\" is missing", "Only an assistant's message may be without content.");
        }
        return new Message(role, fields.takeText("name"), content, toolCalls, fields.takeIdentifier("tool_call_id"), attachments);
    }

    static Role role(Fields fields) {
        String field = fields.has("role") || !fields.has("from") ? "role" : "from";
        String role = fields.takeText(field);
        if (role == null) {
            throw new BadRecord("\"" + fields.pathOf("role") + "\" is missing", "Say who speaks: system, user, assistant or tool.");
        }
        Role known = role(role);
        if (known == null) {
            throw new BadRecord("\"" + fields.pathOf(field) + "\" names no known role", "Use system, developer, user, assistant, tool or function.");
        }
        return known;
    }

    /** Whom a role names; null where it is none that is known. */
    static @Nullable Role role(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "system", "developer" -> Role.SYSTEM;
            case "user", "human" -> Role.USER;
            case "assistant", "gpt", "chatgpt", "bot", "ai", "model", "function_call", "tool_call" -> Role.ASSISTANT;
            case "tool", "function", "observation", "tool_response", "function_response" -> Role.TOOL;
            default -> null;
        };
    }

    private static @Nullable String content(Fields fields, List<Attachment> attachments, Unread unread) {
        String field = fields.has("content") || !fields.has("value") ? "content" : "value";
        JsonNode content = fields.take(field);
        if (content == null) {
            return null;
        }
        Message read = content(content, fields.pathOf(field), unread);
        attachments.addAll(read.attachments());
        return read.content();
    }

    /** A text or an array of parts, as an assistant's message that has nothing else. */
    static Message content(JsonNode content, String path, Unread unread) {
        if (content.isString()) {
            return Message.of(Role.ASSISTANT, content.stringValue());
        }
        if (!content.isArray()) {
            throw BadRecord.wrongType(path, "a string or an array of parts");
        }
        List<String> texts = new ArrayList<>();
        List<Attachment> attachments = new ArrayList<>();
        for (int index = 0; index < content.size(); index++) {
            part(content.get(index), path + "[" + index + "]", texts, attachments, unread);
        }
        return new Message(Role.ASSISTANT, null, texts.isEmpty() ? null : String.join("\n", texts), List.of(), null, attachments);
    }

    private static void part(JsonNode node, String path, List<String> texts, List<Attachment> attachments, Unread unread) {
        if (node.isString()) {
            texts.add(node.stringValue());
            return;
        }
        Fields part = Fields.of(node, path);
        String type = part.takeText("type");
        for (String kind : List.of("text", "refusal")) {
            if (part.has(kind) && (type == null || type.endsWith(kind))) {
                texts.add(Objects.requireNonNull(part.takeText(kind)));
                unread.rest(part);
                return;
            }
        }
        if (type == null) {
            throw new BadRecord("\"" + part.pathOf("type") + "\" is missing", "Give each part of a content array its type, for example text.");
        }
        if (THOUGHTS.contains(type)) {
            unread.rest(part);
            return;
        }
        attachments.add(new Attachment(KINDS.getOrDefault(type, type), reference(part, type, unread)));
        unread.rest(part);
    }

    /** The address if there is a short one, else a digest of the bytes. */
    private static String reference(Fields part, String type, Unread unread) {
        JsonNode body = part.take(type);
        if (body == null || !body.isObject()) {
            String direct = body == null ? Attachments.take(part, REFERENCES) : null;
            if (direct != null) {
                return direct;
            }
            if (body != null) {
                return Attachments.content(body);
            }
            String digest = Attachments.content(part.node());
            unread.small(part.path(), part.node());
            part.rest().keySet().forEach(part::take);
            return digest;
        }
        Fields content = Fields.of(body, part.pathOf(type));
        String reference = Attachments.take(content, REFERENCES);
        if (reference == null) {
            unread.small(content.path(), body);
            return Attachments.content(body);
        }
        unread.rest(content);
        return reference;
    }

    /** Whether the speaker's name says that the text is a tool call, as in some conversation data sets. */
    private static boolean saysToolCall(Fields fields) {
        String from = fields.node().path(fields.has("role") ? "role" : "from").asString("");
        return from.equals("function_call") || from.equals("tool_call");
    }

    private static List<ToolCall> writtenToolCalls(String text) {
        JsonNode written = StrictJson.parseEmbedded(text, "value");
        List<ToolCall> calls = new ArrayList<>();
        for (JsonNode call : written.isArray() ? written : List.of(written)) {
            calls.add(toolCall(null, Fields.of(call, "value")));
        }
        return calls;
    }

    private static List<ToolCall> toolCalls(Fields fields, Unread unread) {
        JsonNode array = fields.takeArray("tool_calls");
        List<ToolCall> calls = new ArrayList<>();
        for (int index = 0; array != null && index < array.size(); index++) {
            Fields call = Fields.of(array.get(index), fields.pathOf("tool_calls") + "[" + index + "]");
            String id = call.takeIdentifier("id");
            Fields function = call.has("function") ? call.takeObject("function") : call;
            calls.add(toolCall(id, Objects.requireNonNull(function)));
            call.take("index");
            unread.restOfPart(call);
            if (function != call) {
                unread.rest(function);
            }
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
