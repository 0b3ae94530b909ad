package dev.downshift.engine.traces;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Joins the events of a streamed Converse into the response they stand for. */
final class BedrockStream {

    private final ObjectNode body = JsonNodeFactory.instance.objectNode();
    private final Map<Integer, ObjectNode> blocks = new TreeMap<>();

    private BedrockStream() {}

    static JsonNode join(List<Fields> events) {
        BedrockStream stream = new BedrockStream();
        events.forEach(stream::add);
        if (!stream.blocks.isEmpty()) {
            ObjectNode message = stream.body.putObject("output").putObject("message");
            message.put("role", "assistant");
            message.putArray("content").addAll(stream.blocks.values());
        }
        return stream.body;
    }

    private void add(Fields event) {
        if (event.has("output")) {
            body.setAll((ObjectNode) event.node());
            return;
        }
        event.take("messageStart");
        event.take("contentBlockStop");
        Fields start = event.takeObject("contentBlockStart");
        Fields delta = event.takeObject("contentBlockDelta");
        if (start != null) {
            start(start.takeObject("start"), block(start));
        }
        if (delta != null) {
            delta(delta.takeObject("delta"), block(delta));
        }
        for (String name : List.of("messageStop", "metadata")) {
            Fields end = event.takeObject(name);
            if (end != null) {
                end.node().properties().forEach(field -> body.set(field.getKey(), field.getValue()));
            }
        }
        event.rest().forEach((name, failure) -> {
            if (name.endsWith("Exception")) {
                ObjectNode error = body.putObject("error");
                error.put("code", name);
                error.set("message", failure.has("message") ? failure.get("message") : failure);
            } else {
                body.set(name, failure);
            }
        });
    }

    private ObjectNode block(Fields event) {
        Integer index = event.takeCount("contentBlockIndex");
        return blocks.computeIfAbsent(index == null ? 0 : index, key -> JsonNodeFactory.instance.objectNode());
    }

    private static void start(@Nullable Fields start, ObjectNode block) {
        if (start != null) {
            start.node().properties().forEach(field -> block.set(field.getKey(), field.getValue().deepCopy()));
        }
    }

    private static void delta(@Nullable Fields delta, ObjectNode block) {
        if (delta == null) {
            return;
        }
        append(block, "text", delta.takeText("text"));
        Fields call = delta.takeObject("toolUse");
        if (call != null) {
            append(object(block, "toolUse"), "input", call.takeText("input"));
        }
        Fields thought = delta.takeObject("reasoningContent");
        if (thought != null) {
            ObjectNode content = object(block, "reasoningContent");
            for (String name : List.of("text", "signature")) {
                if (thought.has(name)) {
                    append(object(content, "reasoningText"), name, thought.takeText(name));
                }
            }
            thought.rest().forEach(content::set);
        }
    }

    private static ObjectNode object(ObjectNode node, String name) {
        return node.get(name) instanceof ObjectNode object ? object : node.putObject(name);
    }

    private static void append(ObjectNode block, String name, @Nullable String text) {
        if (text != null) {
            JsonNode before = block.get(name);
            block.put(name, (before != null && before.isString() ? before.stringValue() : "") + text);
        }
    }
}
