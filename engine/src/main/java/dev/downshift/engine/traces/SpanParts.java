package dev.downshift.engine.traces;

import dev.downshift.engine.traces.Message.Role;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Messages and tools in the form of OpenTelemetry's semantic conventions for generative AI, where a message has parts. */
final class SpanParts {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private SpanParts() {}

    static ArrayNode messages(List<Message> messages) {
        ArrayNode array = NODES.arrayNode();
        messages.forEach(message -> array.add(message(message)));
        return array;
    }

    /** The one answer. */
    static ArrayNode answer(Message response, @Nullable String finishReason) {
        ObjectNode message = message(response);
        if (finishReason != null) {
            message.put("finish_reason", finishReason);
        }
        return NODES.arrayNode().add(message);
    }

    private static ObjectNode message(Message message) {
        ObjectNode written = NODES.objectNode().put("role", message.role().name().toLowerCase(Locale.ROOT));
        if (message.name() != null) {
            written.put("name", message.name());
        }
        ArrayNode parts = written.putArray("parts");
        if (message.role() == Role.TOOL && message.toolCallId() != null) {
            parts.addObject().put("type", "tool_call_response").put("id", message.toolCallId()).put("response", message.text());
        } else if (message.content() != null) {
            parts.addObject().put("type", "text").put("content", message.content());
        }
        message.attachments().forEach(attachment ->
                parts.addObject().put("type", attachment.kind()).putObject(attachment.kind()).put("url", attachment.reference()));
        for (Message.ToolCall call : message.toolCalls()) {
            ObjectNode part = parts.addObject().put("type", "tool_call");
            if (call.id() != null) {
                part.put("id", call.id());
            }
            part.put("name", call.name()).set("arguments", arguments(call.arguments()));
        }
        return written;
    }

    /** The arguments as JSON, where that says the same as the model's text; else the text. */
    private static JsonNode arguments(String text) {
        if (text.startsWith("{")) {
            try {
                JsonNode parsed = StrictJson.parseEmbedded(text, "arguments");
                if (CanonicalJson.text(parsed).equals(text)) {
                    return parsed;
                }
            } catch (BadRecord notJson) {
                return NODES.stringNode(text);
            }
        }
        return NODES.stringNode(text);
    }

    /** The definitions, with what OpenAI puts under {@code function} beside the type. */
    static List<JsonNode> tools(List<JsonNode> tools) {
        return tools.stream().map(SpanParts::tool).toList();
    }

    private static JsonNode tool(JsonNode tool) {
        JsonNode function = tool.path("function");
        if (!function.isObject() || function.has("type") || tool.size() != 2 || !tool.has("type")) {
            return tool;
        }
        ObjectNode flat = ((ObjectNode) function).deepCopy();
        flat.set("type", tool.get("type"));
        return flat;
    }
}
