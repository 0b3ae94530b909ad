package dev.downshift.core.evaluation;

import dev.downshift.engine.traces.Message;
import dev.downshift.engine.traces.OpenAiJson;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads messages in OpenAI's form. */
final class Messages {

    private Messages() {}

    static List<Message> prompt(List<JsonNode> messages) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.putArray("messages").addAll(messages);
        return OpenAiJson.call(request, null).messages();
    }

    /** The assistant's message; null for what is not one. */
    static @Nullable Message answer(@Nullable JsonNode message) {
        if (!(message instanceof ObjectNode object)) {
            return null;
        }
        try {
            return prompt(List.of(object.deepCopy().put("role", "assistant"))).getFirst();
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
