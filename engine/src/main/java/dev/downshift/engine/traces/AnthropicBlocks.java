package dev.downshift.engine.traces;

import dev.downshift.engine.traces.Message.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The content blocks of Anthropic's messages. A tool's result becomes a message of the tool. */
final class AnthropicBlocks {

    private static final List<String> SOURCES = List.of("url", "file_id", "data");

    private AnthropicBlocks() {}

    static void system(Fields request, List<Message> messages, Unread unread) {
        JsonNode system = request.take("system");
        if (system != null && !(system.isString() && system.stringValue().isEmpty()) && !(system.isArray() && system.isEmpty())) {
            MessageParts parts = new MessageParts();
            content(system, request.pathOf("system"), parts, unread);
            messages.add(parts.message(Role.SYSTEM));
        }
    }

    static void message(Fields message, List<Message> messages, Unread unread) {
        Role role = OpenAiMessages.role(message);
        JsonNode content = message.take("content");
        if (content == null) {
            throw new BadRecord("\"" + message.pathOf("content") + "\" is missing", "Log each message with its content.");
        }
        MessageParts parts = new MessageParts();
        if (content.isArray()) {
            for (Fields block : ToolDefinitions.objects(content, message.pathOf("content"))) {
                if (block.node().path("type").asString("").endsWith("tool_result") && role != Role.ASSISTANT) {
                    parts = flush(parts, role, messages);
                    messages.add(result(block, unread));
                } else {
                    block(block, parts, unread, null);
                }
            }
        } else {
            content(content, message.pathOf("content"), parts, unread);
        }
        if (!parts.isEmpty() || role == Role.ASSISTANT || content.isEmpty()) {
            messages.add(parts.message(role));
        }
        unread.rest(message);
    }

    private static MessageParts flush(MessageParts parts, Role role, List<Message> messages) {
        if (!parts.isEmpty()) {
            messages.add(parts.message(role));
        }
        return new MessageParts();
    }

    private static Message result(Fields block, Unread unread) {
        MessageParts parts = new MessageParts();
        JsonNode content = block.take("content");
        if (content != null) {
            content(content, block.pathOf("content"), parts, unread);
        } else {
            parts.text("");
        }
        Message message = parts.message(Role.TOOL, null, block.takeIdentifier("tool_use_id"));
        unread.restOfPart(block);
        return message;
    }

    private static void content(JsonNode content, String path, MessageParts parts, Unread unread) {
        if (content.isString()) {
            parts.text(content.stringValue());
        } else if (content.isArray()) {
            ToolDefinitions.objects(content, path).forEach(block -> block(block, parts, unread, null));
        } else {
            throw BadRecord.wrongType(path, "a string or an array of blocks");
        }
    }

    /** Adds a block of the response. */
    static void answer(Fields block, Answer answer) {
        block(block, answer.parts, answer.unread, Unread.REASONING);
    }

    private static void block(Fields block, MessageParts parts, Unread unread, @Nullable String reasoning) {
        String type = block.takeText("type");
        switch (type == null ? "" : type) {
            case "text" -> parts.text(block.takeText("text"));
            case "tool_use" -> {
                block.take("caller");
                parts.toolCall(block.takeIdentifier("id"), block, "input");
            }
            case "thinking" -> thinking(block, unread, reasoning);
            case "image", "document" -> parts.attachment("image".equals(type) ? "image_url" : "file", source(block, unread));
            case "" -> throw new BadRecord("\"" + block.pathOf("type") + "\" is missing", "Give each block its type, for example text.");
            default -> {
                unread.put(block.path(), block.node());
                return;
            }
        }
        unread.rest(block);
    }

    private static void thinking(Fields block, Unread unread, @Nullable String reasoning) {
        JsonNode thought = block.peek("thinking");
        if (reasoning != null && thought != null && thought.isString()) {
            block.take("thinking");
            unread.append(reasoning, thought.stringValue());
        }
    }

    private static String source(Fields block, Unread unread) {
        Fields source = block.takeObject("source");
        if (source == null) {
            throw new BadRecord("\"" + block.pathOf("source") + "\" is missing", "Log an image or a document with its source.");
        }
        String reference = Attachments.take(source, SOURCES);
        if (reference == null) {
            unread.small(source.path(), source.node());
            return Attachments.content(source.node());
        }
        unread.restOfPart(source);
        return reference;
    }
}
