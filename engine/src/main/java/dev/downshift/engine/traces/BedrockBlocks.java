package dev.downshift.engine.traces;

import dev.downshift.engine.traces.Message.Role;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** The content blocks of Bedrock's Converse. A tool's result becomes a message of the tool. */
final class BedrockBlocks {

    /** Blocks that hold files, with what a chat completion calls their kind. */
    private static final Map<String, String> FILES = Map.of("image", "image_url", "document", "file", "video", "video_url", "audio", "input_audio");

    private BedrockBlocks() {}

    static boolean isBlock(JsonNode block) {
        return block.has("text") || block.has("toolUse") || block.has("toolResult") || FILES.keySet().stream().anyMatch(block::has);
    }

    static void message(Fields message, List<Message> messages, Unread unread) {
        Role role = OpenAiMessages.role(message);
        JsonNode content = message.peek("content");
        if (content == null) {
            throw new BadRecord("\"" + message.pathOf("content") + "\" is missing", "Log each message with its content.");
        }
        MessageParts parts = new MessageParts();
        if (content.isString()) {
            parts.text(message.takeText("content"));
        } else {
            for (Fields block : ToolDefinitions.objects(message.takeArray("content"), message.pathOf("content"))) {
                if (block.has("toolResult")) {
                    if (!parts.isEmpty()) {
                        messages.add(parts.message(role));
                        parts = new MessageParts();
                    }
                    messages.add(result(Objects.requireNonNull(block.takeObject("toolResult")), unread));
                } else {
                    block(block, parts, unread, false);
                }
            }
        }
        if (!parts.isEmpty() || role == Role.ASSISTANT) {
            messages.add(parts.message(role));
        }
        unread.rest(message);
    }

    private static Message result(Fields result, Unread unread) {
        MessageParts parts = new MessageParts();
        for (Fields block : ToolDefinitions.objects(result.takeArray("content"), result.pathOf("content"))) {
            if (block.has("json")) {
                parts.text(MessageParts.text(block.take("json")));
                unread.rest(block);
            } else {
                block(block, parts, unread, false);
            }
        }
        if (parts.isEmpty()) {
            parts.text("");
        }
        Message message = parts.message(Role.TOOL, null, result.takeIdentifier("toolUseId"));
        unread.rest(result);
        return message;
    }

    static void block(Fields block, MessageParts parts, Unread unread, boolean answer) {
        Fields call = block.takeObject("toolUse");
        if (call != null) {
            parts.toolCall(call.takeIdentifier("toolUseId"), call, "input");
            unread.rest(call);
        }
        FILES.forEach((name, kind) -> {
            Fields file = block.takeObject(name);
            if (file != null) {
                parts.attachment(kind, reference(file, unread));
            }
        });
        JsonNode text = block.peek("text");
        if (text != null && text.isString()) {
            parts.text(block.takeText("text"));
        } else if (text != null) {
            throw BadRecord.wrongType(block.pathOf("text"), "a string");
        }
        if (answer) {
            reasoning(block, unread);
        }
        unread.rest(block);
    }

    private static String reference(Fields file, Unread unread) {
        Fields source = file.takeObject("source");
        if (source == null) {
            throw new BadRecord("\"" + file.pathOf("source") + "\" is missing", "Log an image or a document with its source.");
        }
        Fields stored = source.takeObject("s3Location");
        String reference = Attachments.take(stored == null ? source : stored, List.of("uri", "bytes"));
        if (stored != null) {
            unread.rest(stored);
        }
        unread.rest(file);
        if (reference == null) {
            unread.small(source.path(), source.node());
            return Attachments.content(source.node());
        }
        unread.rest(source);
        return reference;
    }

    private static void reasoning(Fields block, Unread unread) {
        JsonNode text = block.node().path("reasoningContent").path("reasoningText").path("text");
        if (text.isString()) {
            Fields content = Objects.requireNonNull(block.takeObject("reasoningContent"));
            Fields thought = Objects.requireNonNull(content.takeObject("reasoningText"));
            unread.append(Unread.REASONING, Objects.requireNonNull(thought.takeText("text")));
            unread.rest(thought);
            unread.rest(content);
        }
    }
}
