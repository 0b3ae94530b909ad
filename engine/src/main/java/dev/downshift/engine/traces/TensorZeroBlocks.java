package dev.downshift.engine.traces;

import dev.downshift.engine.traces.Message.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The content blocks of TensorZero's messages. A tool's result becomes a message of the tool. */
final class TensorZeroBlocks {

    private TensorZeroBlocks() {}

    static void message(Fields message, List<Message> messages, Unread unread) {
        Role role = OpenAiMessages.role(message);
        MessageParts parts = new MessageParts();
        JsonNode content = message.take("content");
        if (content == null) {
            throw new BadRecord("\"" + message.pathOf("content") + "\" is missing", "Export each message with its content.");
        }
        if (!content.isArray()) {
            parts.text(MessageParts.text(content));
        }
        for (Fields block : content.isArray() ? ToolDefinitions.objects(content, message.pathOf("content")) : List.<Fields>of()) {
            if (block.node().path("type").asString("").equals("tool_result")) {
                if (!parts.isEmpty()) {
                    messages.add(parts.message(role));
                    parts = new MessageParts();
                }
                messages.add(result(block, unread));
            } else {
                block(block, parts, unread, false);
            }
        }
        if (!parts.isEmpty() || role == Role.ASSISTANT) {
            messages.add(parts.message(role));
        }
        unread.rest(message);
    }

    private static Message result(Fields block, Unread unread) {
        MessageParts parts = new MessageParts();
        parts.text(MessageParts.text(block.take("result")));
        Message message = parts.message(Role.TOOL, block.takeText("name"), block.takeIdentifier("id"));
        unread.restOfPart(block);
        return message;
    }

    static void block(Fields block, MessageParts parts, Unread unread, boolean answer) {
        String type = block.takeText("type");
        switch (type == null ? "" : type) {
            case "text", "raw_text" -> parts.text(text(block));
            case "tool_call" -> toolCall(block, parts);
            case "thought" -> {
                String thought = answer && block.has("text") ? block.takeText("text") : null;
                if (thought != null) {
                    unread.append(Unread.REASONING, thought);
                }
            }
            case "file", "image" -> file(block, type == null ? "" : type, parts, unread);
            default -> {
                unread.put(block.path(), block.node());
                return;
            }
        }
        unread.rest(block);
    }

    /** A text, or the values for a template, which are then its text. */
    private static @Nullable String text(Fields block) {
        for (String name : List.of("text", "value", "arguments")) {
            if (block.has(name)) {
                return MessageParts.text(block.take(name));
            }
        }
        return null;
    }

    /** A tool call; what the model wrote stands under {@code raw_arguments} where its name or arguments were not valid. */
    private static void toolCall(Fields block, MessageParts parts) {
        String name = block.has("name") ? block.takeText("name") : block.takeText("raw_name");
        if (name == null) {
            throw new BadRecord("\"" + block.pathOf("name") + "\" is missing", "Name the tool that is called.");
        }
        JsonNode raw = block.peek("raw_name");
        if (raw != null && raw.asString("").equals(name)) {
            block.take("raw_name");
        }
        String arguments = MessageParts.text(block.take(block.has("raw_arguments") ? "raw_arguments" : "arguments"));
        if (block.has("arguments")) {
            block.take("arguments");
        }
        parts.toolCall(block.takeIdentifier("id"), name, arguments);
    }

    private static void file(Fields block, String type, MessageParts parts, Unread unread) {
        Fields inner = block.has(type) ? block.takeObject(type) : block;
        Fields file = inner == null ? block : inner;
        String reference = Attachments.take(file, List.of("url", "data"));
        String kind = file.node().path("mime_type").asString(type.equals("image") ? "image/" : "").startsWith("image/") ? "image_url" : "file";
        parts.attachment(kind, reference == null ? Attachments.content(file.node()) : reference);
        if (file != block && reference != null) {
            unread.rest(file);
        }
    }
}
