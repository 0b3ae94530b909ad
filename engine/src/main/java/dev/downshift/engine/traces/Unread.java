package dev.downshift.engine.traces;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What of a body has no field of its own in a call, by the place at which it stood. Goes to the metadata. */
final class Unread {

    /** What the model thought before it answered, under the one name that all providers' answers share. */
    static final String REASONING = "reasoning";

    private static final int LARGEST_PART = 20_000;

    private final String body;
    private final Map<String, JsonNode> parts = new LinkedHashMap<>();

    /** For the body at this path, which the places leave out. */
    Unread(String body) {
        this.body = body;
    }

    /** Keeps a value; null, and what is empty, says nothing. */
    void put(String path, JsonNode value) {
        if (!value.isNull() && !(value.isContainer() && value.isEmpty())) {
            parts.put(path.startsWith(body + ".") ? path.substring(body.length() + 1) : path, value);
        }
    }

    void put(String path, String text) {
        put(path, JsonNodeFactory.instance.stringNode(text));
    }

    /** Keeps a part that no field could name, unless it is so large that it must be the bytes of a file. */
    void small(String path, JsonNode part) {
        if (CanonicalJson.text(part).length() <= LARGEST_PART) {
            put(path, part);
        }
    }

    /** Keeps a text that comes in several parts. */
    void append(String name, String text) {
        JsonNode before = parts.get(name);
        put(name, before == null || !before.isString() ? text : before.stringValue() + "\n" + text);
    }

    /** Keeps what nobody took of these fields. */
    void rest(Fields fields) {
        fields.rest().forEach((name, value) -> put(fields.pathOf(name), value));
    }

    /** Keeps what nobody took of a part, whose type its place in the call already tells. */
    void restOfPart(Fields part) {
        part.take("type");
        rest(part);
    }

    /** Keeps the counts that are not zero, and not the sum of the others. */
    void counts(Fields usage, String sum) {
        usage.take(sum);
        usage.rest().forEach((name, value) -> {
            if (counts(value)) {
                put(usage.pathOf(name), value);
            }
        });
    }

    private static boolean counts(JsonNode value) {
        return value.isNumber() ? value.decimalValue().signum() != 0 : value.isContainer() ? value.valueStream().anyMatch(Unread::counts) : value.isString();
    }

    /** The path of the body. */
    String body() {
        return body;
    }

    Map<String, JsonNode> parts() {
        return parts;
    }

    static ObjectNode node(Map<String, JsonNode> parts) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        parts.forEach(node::set);
        return node;
    }
}
