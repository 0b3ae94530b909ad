package dev.downshift.engine.traces;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Turns live OpenAI chat-completion bodies into calls, and messages back into OpenAI's form. */
public final class OpenAiJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final LlmCall.Position NOWHERE = new LlmCall.Position(0, 0, 1, 0);

    private OpenAiJson() {}

    /**
     * The call that a request makes, answered or not yet.
     *
     * @param request the body of {@code POST /v1/chat/completions}
     * @param response the body of the answer, or the array of its chunks; null before there is one
     * @throws IllegalArgumentException when one of them is not what OpenAI's API describes; the message says why
     */
    public static LlmCall call(JsonNode request, @Nullable JsonNode response) {
        try {
            ChatRequest asked = ChatRequest.read(Fields.of(request, "request"));
            ChatResponse answered = response == null ? ChatResponse.NONE : ChatResponse.read(response, "response");
            return new LlmCall(NOWHERE, answered.id(), null, null, answered.model() == null ? asked.model() : answered.model(),
                    asked.messages(), asked.tools(), asked.parameters(), answered.message(), answered.finishReason(),
                    answered.usage(), null, answered.error(), Map.of());
        } catch (BadRecord bad) {
            throw new IllegalArgumentException(bad.reason() + ". " + bad.remedy(), bad);
        }
    }

    public static ArrayNode messages(List<Message> messages) {
        ArrayNode array = NODES.arrayNode(messages.size());
        messages.forEach(message -> array.add(message(message)));
        return array;
    }

    /** The message as OpenAI writes it; an attachment becomes a part that only names it. */
    public static ObjectNode message(Message message) {
        ObjectNode node = NODES.objectNode();
        node.put("role", message.role().name().toLowerCase(Locale.ROOT));
        if (message.name() != null) {
            node.put("name", message.name());
        }
        if (message.attachments().isEmpty()) {
            node.put("content", message.content());
        } else {
            node.set("content", parts(message));
        }
        if (!message.toolCalls().isEmpty()) {
            node.set("tool_calls", toolCalls(message));
        }
        if (message.toolCallId() != null) {
            node.put("tool_call_id", message.toolCallId());
        }
        return node;
    }

    private static ArrayNode parts(Message message) {
        ArrayNode parts = NODES.arrayNode();
        if (message.content() != null) {
            parts.addObject().put("type", "text").put("text", message.content());
        }
        message.attachments().forEach(attachment ->
                parts.addObject().put("type", attachment.kind()).putObject(attachment.kind()).put("url", attachment.reference()));
        return parts;
    }

    private static ArrayNode toolCalls(Message message) {
        ArrayNode calls = NODES.arrayNode();
        for (Message.ToolCall call : message.toolCalls()) {
            ObjectNode node = calls.addObject();
            if (call.id() != null) {
                node.put("id", call.id());
            }
            node.put("type", "function");
            node.putObject("function").put("name", call.name()).put("arguments", call.arguments());
        }
        return calls;
    }
}
