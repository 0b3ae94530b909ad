package dev.downshift.engine.traces;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Joins the events of a streamed message into the message they stand for. */
final class AnthropicStream {

    private final ObjectNode body = JsonNodeFactory.instance.objectNode();
    private final Map<Integer, ObjectNode> blocks = new TreeMap<>();

    private AnthropicStream() {}

    static JsonNode join(List<Fields> events, String path) {
        AnthropicStream stream = new AnthropicStream();
        events.forEach(stream::add);
        if (!stream.blocks.isEmpty()) {
            stream.body.putArray("content").addAll(stream.blocks.values());
        }
        if (stream.body.isEmpty()) {
            throw new BadRecord("\"" + path + "\" holds no chunk of an answer", "Log all events of the stream, in order.");
        }
        return stream.body;
    }

    private void add(Fields event) {
        String type = event.takeText("type");
        switch (type == null ? "" : type) {
            case "message_start" -> merge(body, event.takeObject("message"), "content");
            case "content_block_start" -> {
                Fields block = event.takeObject("content_block");
                if (block != null) {
                    blocks.put(index(event), (ObjectNode) block.node().deepCopy());
                }
            }
            case "content_block_delta" -> delta(event.takeObject("delta"), block(event));
            case "message_delta" -> {
                merge(body, event.takeObject("delta"), "");
                Fields usage = event.takeObject("usage");
                if (usage != null) {
                    JsonNode known = body.get("usage");
                    ObjectNode all = known instanceof ObjectNode before ? before : body.putObject("usage");
                    merge(all, usage, "");
                }
            }
            case "error" -> {
                JsonNode error = event.take("error");
                if (error != null) {
                    body.set("error", error);
                }
            }
            case "message_stop" -> event.rest().forEach(body::set);
            default -> event.take("type");
        }
    }

    private static int index(Fields event) {
        Integer index = event.takeCount("index");
        return index == null ? 0 : index;
    }

    private ObjectNode block(Fields event) {
        return blocks.computeIfAbsent(index(event), key -> JsonNodeFactory.instance.objectNode().put("type", "text"));
    }

    private static void delta(@Nullable Fields delta, ObjectNode block) {
        if (delta == null) {
            return;
        }
        append(block, "text", delta.takeText("text"));
        append(block, "thinking", delta.takeText("thinking"));
        append(block, "signature", delta.takeText("signature"));
        String json = delta.takeText("partial_json");
        if (json != null && block.path("input").isObject()) {
            block.put("input", "");
        }
        append(block, "input", json);
        JsonNode citation = delta.take("citation");
        if (citation != null) {
            JsonNode citations = block.get("citations");
            (citations == null || !citations.isArray() ? block.putArray("citations") : block.withArray("citations")).add(citation);
        }
    }

    private static void append(ObjectNode block, String name, @Nullable String text) {
        if (text != null) {
            block.put(name, block.path(name).asString("") + text);
        }
    }

    private static void merge(ObjectNode into, @Nullable Fields fields, String without) {
        if (fields != null) {
            fields.node().properties().forEach(field -> {
                if (!field.getKey().equals(without) && !field.getValue().isNull()) {
                    into.set(field.getKey(), field.getValue().deepCopy());
                }
            });
        }
    }
}
