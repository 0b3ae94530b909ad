package dev.downshift.engine.traces;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Joins the events of a streamed response: the last of them holds all of it, unless the stream was cut off. */
final class ResponsesStream {

    private @Nullable ObjectNode last;
    private @Nullable ObjectNode error;
    private final ObjectNode cutOff = JsonNodeFactory.instance.objectNode();
    private final StringBuilder text = new StringBuilder();

    private ResponsesStream() {}

    static JsonNode join(List<Fields> events, String path) {
        ResponsesStream stream = new ResponsesStream();
        events.forEach(stream::add);
        return stream.body(path);
    }

    private void add(Fields event) {
        String type = event.takeText("type");
        JsonNode response = event.take("response");
        if (response instanceof ObjectNode body) {
            last = body;
        }
        if (type == null) {
            return;
        }
        if (type.equals("error")) {
            error = (ObjectNode) event.node();
        } else if (type.equals("response.output_item.done")) {
            JsonNode item = event.take("item");
            if (item != null) {
                cutOff.withArray("output").add(item);
                text.setLength(0);
            }
        } else if (type.equals("response.output_text.delta")) {
            String delta = event.takeText("delta");
            text.append(delta == null ? "" : delta);
        }
    }

    private JsonNode body(String path) {
        if (last == null && error == null && cutOff.isEmpty() && text.isEmpty()) {
            throw new BadRecord("\"" + path + "\" holds no chunk of an answer", "Log all events of the stream, in order.");
        }
        ObjectNode body = last == null ? JsonNodeFactory.instance.objectNode() : last.deepCopy();
        JsonNode output = body.get("output");
        if (output == null || output.isNull() || output.isEmpty()) {
            if (!text.isEmpty()) {
                ObjectNode item = cutOff.withArray("output").addObject();
                item.put("type", "message").put("role", "assistant").putArray("content").addObject().put("type", "output_text").put("text", text.toString());
            }
            if (cutOff.has("output")) {
                body.set("output", cutOff.get("output"));
            }
        }
        if (error != null && !body.hasNonNull("error")) {
            body.set("error", error.has("error") ? error.get("error") : error);
        }
        return body;
    }
}
