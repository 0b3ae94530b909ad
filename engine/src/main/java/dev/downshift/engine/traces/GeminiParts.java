package dev.downshift.engine.traces;

import dev.downshift.engine.traces.Message.Role;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The contents and parts of Gemini's messages. A function's response becomes a message of the tool. */
final class GeminiParts {

    private static final List<String> SOURCES = List.of("fileUri", "file_uri", "data");

    private GeminiParts() {}

    /** A content, which may be only its text. */
    static void content(JsonNode node, String path, Role unsaid, List<Message> messages, Unread unread) {
        if (node.isString()) {
            messages.add(Message.of(unsaid, node.stringValue()));
            return;
        }
        Fields content = Fields.of(node, path);
        boolean said = unsaid != Role.SYSTEM && content.has("role");
        Role role = said ? OpenAiMessages.role(content) : unsaid;
        content.take("role");
        MessageParts parts = new MessageParts();
        JsonNode array = content.peek("parts");
        if (array == null) {
            throw new BadRecord("\"" + content.pathOf("parts") + "\" is missing", "Log each content with its parts.");
        }
        List<Fields> all = array.isObject() ? List.of(Objects.requireNonNull(content.takeObject("parts")))
                : ToolDefinitions.objects(content.takeArray("parts"), content.pathOf("parts"));
        for (Fields part : all) {
            Fields response = either(part, "functionResponse", "function_response");
            if (response == null) {
                part(part, parts, unread, false);
            } else {
                if (!parts.isEmpty()) {
                    messages.add(parts.message(role));
                    parts = new MessageParts();
                }
                messages.add(result(response, unread));
                unread.rest(part);
            }
        }
        if (!parts.isEmpty() || role == Role.ASSISTANT) {
            messages.add(parts.message(role));
        }
        unread.rest(content);
    }

    private static Message result(Fields response, Unread unread) {
        MessageParts parts = new MessageParts();
        parts.text(MessageParts.text(response.take("response")));
        Message message = parts.message(Role.TOOL, response.takeText("name"), response.takeIdentifier("id"));
        unread.rest(response);
        return message;
    }

    static void part(Fields part, MessageParts parts, Unread unread, boolean answer) {
        JsonNode thought = part.peek("thought");
        Fields call = either(part, "functionCall", "function_call");
        Fields data = either(part, "inlineData", "inline_data");
        Fields file = data == null ? either(part, "fileData", "file_data") : data;
        if (thought != null && thought.isBoolean() && thought.booleanValue()) {
            part.take("thought");
            String text = answer && part.has("text") ? part.takeText("text") : null;
            if (text != null) {
                unread.append(Unread.REASONING, text);
            }
        } else if (part.has("text")) {
            parts.text(part.takeText("text"));
        } else if (call != null) {
            parts.toolCall(call.takeIdentifier("id"), call, "args");
            unread.rest(call);
        } else if (file != null) {
            parts.attachment(kind(file), reference(file, unread));
        }
        unread.rest(part);
    }

    private static @Nullable Fields either(Fields part, String name, String other) {
        return part.takeObject(part.has(name) ? name : other);
    }

    /** What a chat completion calls the kind of a file. */
    private static String kind(Fields file) {
        String name = file.has("mimeType") ? "mimeType" : "mime_type";
        return switch (file.node().path(name).asString("").replaceFirst("/.*", "")) {
            case "image" -> "image_url";
            case "audio" -> "input_audio";
            case "video" -> "video_url";
            default -> "file";
        };
    }

    private static String reference(Fields file, Unread unread) {
        String reference = Attachments.take(file, SOURCES);
        if (reference == null) {
            unread.small(file.path(), file.node());
            return Attachments.content(file.node());
        }
        unread.rest(file);
        return reference;
    }
}
