package dev.downshift.engine.traces;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The body of a request or of a response as logs write it: as JSON, as its text, or with HTTP around it. */
final class Bodies {

    private Bodies() {}

    /** Takes a body; what stands around it, such as headers, goes to the notes. */
    static @Nullable JsonNode take(Fields record, String name, Map<String, JsonNode> notes) {
        JsonNode node = parsed(record.take(name), record.pathOf(name));
        if (node == null || !node.isObject() || !node.hasNonNull("body") || node.has("messages") || node.has("choices")) {
            return node;
        }
        Fields http = Fields.of(node, record.pathOf(name));
        JsonNode body = parsed(http.take("body"), http.pathOf("body"));
        http.rest().forEach((field, value) -> {
            if (!value.isNull()) {
                notes.put(field, value);
            }
        });
        return body;
    }

    /** The same, to look at: null where there is none or it cannot be read. Never throws. */
    static @Nullable JsonNode peek(JsonNode record, String name) {
        try {
            JsonNode node = parsed(record.get(name), name);
            boolean http = node != null && node.isObject() && node.hasNonNull("body") && !node.has("messages") && !node.has("choices");
            return node != null && http ? parsed(node.get("body"), name) : node;
        } catch (BadRecord unreadable) {
            return null;
        }
    }

    private static @Nullable JsonNode parsed(@Nullable JsonNode node, String path) {
        boolean json = node != null && node.isString() && !StreamEvents.streamed(node) && node.stringValue().stripLeading().startsWith("{");
        return node == null || node.isNull() ? null : json ? StrictJson.parseEmbedded(node.stringValue(), path) : node;
    }
}
