package dev.downshift.engine.traces;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The attributes of one span as plain JSON, taken one by one; what nobody took is left over. */
final class SpanAttributes {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Set<String> NESTED = Set.of("llm", "llm.token_count", "llm.token_count.prompt_details", "llm.token_count.completion_details",
            "openinference", "openinference.span", "session", "user", "gen_ai", "gen_ai.request", "gen_ai.response", "gen_ai.usage");
    private static final Pattern OBJECTS = Pattern.compile("(\\[\\s*)*\\{\\s*\"");
    private static final Set<String> BODIES = Set.of("input", "output");

    private final Map<String, JsonNode> values;
    private final Set<String> taken = new LinkedHashSet<>();

    private SpanAttributes(Map<String, JsonNode> values) {
        this.values = values;
    }

    /** Reads OTLP's list of keys and values, or an object of plain values. */
    static SpanAttributes of(@Nullable JsonNode attributes) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        if (attributes != null && attributes.isArray()) {
            attributes.forEach(entry -> {
                JsonNode value = value(entry.path("value"));
                if (entry.path("key").isString() && value != null) {
                    values.put(entry.path("key").stringValue(), value);
                }
            });
        } else if (attributes != null && attributes.isObject()) {
            attributes.properties().forEach(field -> flatten(field.getKey(), field.getValue(), values));
        }
        values.values().removeIf(JsonNode::isNull);
        return new SpanAttributes(values);
    }

    /** Some write the parts of a name as objects inside each other. A name of several parts stands for its value as it is. */
    private static void flatten(String name, JsonNode value, Map<String, JsonNode> values) {
        if (value.isObject() && (NESTED.contains(name) || (BODIES.contains(name) && value.has("value")))) {
            value.properties().forEach(field -> flatten(name + "." + field.getKey(), field.getValue(), values));
        } else {
            values.put(name, value);
        }
    }

    /** A value in the form of OTLP's {@code AnyValue}. */
    private static @Nullable JsonNode value(JsonNode any) {
        if (any.has("intValue")) {
            String number = any.path("intValue").asString("");
            return number.matches("-?\\d{1,9}") ? NODES.numberNode(Integer.parseInt(number)) : number.matches("-?\\d{1,18}") ? NODES.numberNode(Long.parseLong(number)) : NODES.stringNode(number);
        }
        if (any.has("arrayValue")) {
            ArrayNode array = NODES.arrayNode();
            any.path("arrayValue").path("values").forEach(element -> {
                JsonNode value = value(element);
                array.add(value == null ? NODES.nullNode() : value);
            });
            return array;
        }
        if (any.has("kvlistValue")) {
            ObjectNode object = NODES.objectNode();
            of(any.path("kvlistValue").get("values")).values.forEach(object::set);
            return object;
        }
        for (String kind : new String[] {"stringValue", "doubleValue", "boolValue", "bytesValue"}) {
            if (any.has(kind)) {
                return any.get(kind);
            }
        }
        return null;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    boolean hasPrefix(String prefix) {
        return values.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    /** Whether some of these are messages of a prompt. */
    boolean hasPrompt() {
        return has("gen_ai.input.messages") || hasPrefix("gen_ai.prompt") || has("llm.input_messages") || hasPrefix("llm.input_messages.");
    }

    /** The value, which stays untaken; missing where there is none. */
    JsonNode peek(String name) {
        JsonNode value = values.get(name);
        return value == null ? NODES.missingNode() : value;
    }

    /** The first of these that is there. */
    @Nullable JsonNode take(String... names) {
        for (String name : names) {
            JsonNode value = values.get(name);
            if (value != null) {
                taken.add(name);
                return value;
            }
        }
        return null;
    }

    /** The first of these that is a text or a number. */
    @Nullable String takeText(String... names) {
        for (String name : names) {
            JsonNode value = values.get(name);
            if (value != null && (value.isString() || value.isNumber()) && !value.asString().isEmpty()) {
                taken.add(name);
                return value.asString();
            }
        }
        return null;
    }

    /** A count of tokens; a value that is none stays where it is. */
    @Nullable Integer takeCount(String... names) {
        for (String name : names) {
            JsonNode value = values.get(name);
            if (value != null && value.asString("").matches("\\d{1,9}")) {
                taken.add(name);
                return Integer.valueOf(value.asString());
            }
        }
        return null;
    }

    /** The first of these that is JSON, or a text that holds JSON. */
    @Nullable JsonNode takeJson(String... names) {
        for (String name : names) {
            JsonNode value = values.get(name);
            if (value != null) {
                taken.add(name);
                return opened(value, name);
            }
        }
        return null;
    }

    /**
     * What a text that holds JSON holds; any other value as it is.
     *
     * @throws BadRecord where it begins like an object or a list of them, but is not whole
     */
    static JsonNode opened(JsonNode value, String name) {
        String text = value.isString() ? value.stringValue().strip() : "";
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return value;
        }
        return OBJECTS.matcher(text).lookingAt() ? StrictJson.parseEmbedded(text, name) : openedOrText(value.stringValue());
    }

    /** What a text that holds JSON holds; any other text, which may begin with a bracket too, as it is. */
    static JsonNode openedOrText(String text) {
        String stripped = text.strip();
        if (stripped.startsWith("{") || stripped.startsWith("[")) {
            try {
                return StrictJson.parseEmbedded(stripped, "text");
            } catch (BadRecord noJson) {
                return NODES.stringNode(text);
            }
        }
        return NODES.stringNode(text);
    }

    /** The attributes {@code prefix.0.a.b}, {@code prefix.1.a.b} and so on, as the elements of a list. */
    ArrayNode takeList(String prefix) {
        if (values.get(prefix) instanceof ArrayNode whole && !whole.isEmpty()) {
            taken.add(prefix);
            return whole;
        }
        ObjectNode tree = NODES.objectNode();
        values.forEach((name, value) -> {
            if (name.startsWith(prefix + ".") && put(tree, name.substring(prefix.length() + 1).split("\\.", -1), value)) {
                taken.add(name);
            }
        });
        return listed(tree) instanceof ArrayNode list ? list : NODES.arrayNode();
    }

    private static boolean put(ObjectNode tree, String[] path, JsonNode value) {
        ObjectNode parent = tree;
        for (int step = 0; step < path.length - 1; step++) {
            JsonNode child = parent.get(path[step]);
            if (child == null) {
                child = parent.putObject(path[step]);
            }
            if (!(child instanceof ObjectNode object)) {
                return false;
            }
            parent = object;
        }
        return parent.putIfAbsent(path[path.length - 1], value) == null;
    }

    /** The same tree with an array wherever all names are numbers. */
    private static JsonNode listed(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        if (!object.isEmpty() && object.propertyNames().stream().allMatch(name -> name.matches("\\d{1,6}"))) {
            Map<Integer, JsonNode> ordered = new TreeMap<>();
            object.properties().forEach(field -> ordered.put(Integer.valueOf(field.getKey()), listed(field.getValue())));
            ArrayNode array = NODES.arrayNode();
            ordered.values().forEach(array::add);
            return array;
        }
        ObjectNode copy = NODES.objectNode();
        object.properties().forEach(field -> copy.set(field.getKey(), listed(field.getValue())));
        return copy;
    }

    /** What was not taken. */
    Map<String, JsonNode> rest() {
        Map<String, JsonNode> rest = new LinkedHashMap<>(values);
        rest.keySet().removeAll(taken);
        return rest;
    }
}
