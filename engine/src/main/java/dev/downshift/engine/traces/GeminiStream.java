package dev.downshift.engine.traces;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Joins the chunks of a streamed answer: later fields win, and texts go on where the one before them ended. */
final class GeminiStream {

    private GeminiStream() {}

    static JsonNode join(List<Fields> chunks) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        ObjectNode candidate = JsonNodeFactory.instance.objectNode();
        for (Fields chunk : chunks) {
            JsonNode candidates = chunk.takeArray("candidates");
            body.setAll(Unread.node(chunk.rest()));
            if (candidates != null && !candidates.isEmpty()) {
                Fields first = Fields.of(candidates.get(0), chunk.pathOf("candidates[0]"));
                Fields content = first.takeObject("content");
                candidate.setAll(Unread.node(first.rest()));
                if (content != null) {
                    ToolDefinitions.objects(content.takeArray("parts"), content.pathOf("parts")).forEach(part -> add(part.node(), parts));
                }
            }
        }
        if (!candidate.isEmpty() || !parts.isEmpty()) {
            candidate.putObject("content").set("parts", parts);
            body.putArray("candidates").add(candidate);
        }
        return body;
    }

    private static void add(JsonNode part, ArrayNode parts) {
        JsonNode last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
        if (last instanceof ObjectNode joined && last.path("text").isString() && part.path("text").isString()
                && last.path("thought").equals(part.path("thought"))) {
            String text = joined.path("text").stringValue() + part.path("text").stringValue();
            joined.setAll((ObjectNode) part.deepCopy());
            joined.put("text", text);
        } else {
            parts.add(part.deepCopy());
        }
    }
}
