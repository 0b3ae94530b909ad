package dev.downshift.engine.traces;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The fields of one JSON object, taken one by one with their types checked; what nobody took is left over. */
final class Fields {

    private static final int LONGEST_MODEL = 200;
    private static final int LONGEST_CONVERSATION = 400;

    private final JsonNode object;
    private final String path;
    private final Set<String> taken = new LinkedHashSet<>();

    private Fields(JsonNode object, String path) {
        this.object = object;
        this.path = path;
    }

    static Fields of(JsonNode node, String path) {
        if (!node.isObject()) {
            throw BadRecord.wrongType(path.isEmpty() ? "the record" : path, "an object");
        }
        return new Fields(node, path);
    }

    /** Where the object stands in its record. */
    String path() {
        return path;
    }

    /** The name of a field as messages show it, from the record's root. */
    String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** The object itself. */
    JsonNode node() {
        return object;
    }

    /** Takes some of the fields, to be read as an object of their own. */
    Fields part(Set<String> names) {
        ObjectNode part = JsonNodeFactory.instance.objectNode();
        for (String name : names) {
            JsonNode value = take(name);
            if (value != null) {
                part.set(name, value);
            }
        }
        return new Fields(part, path);
    }

    boolean has(String name) {
        JsonNode value = object.get(name);
        return value != null && !value.isNull();
    }

    /** The value, which stays untaken. */
    @Nullable JsonNode peek(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    /** The value, or null where it is missing or JSON's null. */
    @Nullable JsonNode take(String name) {
        taken.add(name);
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    @Nullable String takeText(String name) {
        JsonNode value = take(name);
        if (value != null && !value.isString()) {
            throw BadRecord.wrongType(pathOf(name), "a string");
        }
        return value == null ? null : value.stringValue();
    }

    /** The name of a model. */
    @Nullable String takeModel() {
        return takeModel("model");
    }

    /** The name of a model that stands under this name. */
    @Nullable String takeModel(String name) {
        String model = takeText(name);
        if (model != null && model.length() > LONGEST_MODEL) {
            throw new BadRecord("\"" + pathOf(name) + "\" is longer than " + LONGEST_MODEL + " characters", "Write the model's name there, and nothing else.");
        }
        return model;
    }

    /** An identifier: a string, or a whole number. */
    @Nullable String takeIdentifier(String name) {
        JsonNode value = take(name);
        if (value == null) {
            return null;
        }
        if (!value.isString() && !value.isIntegralNumber()) {
            throw BadRecord.wrongType(pathOf(name), "a string");
        }
        String text = value.asString();
        return text.isEmpty() ? null : text;
    }

    /** What groups calls, such as the id of a run. Calls are looked up by it, so it has a limit. */
    @Nullable String takeConversation(String name) {
        String conversation = takeIdentifier(name);
        if (conversation != null && conversation.length() > LONGEST_CONVERSATION) {
            throw new BadRecord("\"" + pathOf(name) + "\" is longer than " + LONGEST_CONVERSATION + " characters",
                    "Write there what the calls of one run have in common, such as its id, or leave the field out.");
        }
        return conversation;
    }

    @Nullable Fields takeObject(String name) {
        JsonNode value = take(name);
        return value == null ? null : of(value, pathOf(name));
    }

    @Nullable JsonNode takeArray(String name) {
        JsonNode value = take(name);
        if (value != null && !value.isArray()) {
            throw BadRecord.wrongType(pathOf(name), "an array");
        }
        return value;
    }

    /** A count that is not negative. */
    @Nullable Integer takeCount(String name) {
        JsonNode value = take(name);
        if (value == null) {
            return null;
        }
        if (!value.isNumber() || value.decimalValue().stripTrailingZeros().scale() > 0) {
            throw BadRecord.wrongType(pathOf(name), "a whole number");
        }
        BigDecimal number = value.decimalValue();
        if (number.signum() < 0) {
            throw new BadRecord("\"" + pathOf(name) + "\" is negative", "Counts are zero or more; leave the field out where it is unknown.");
        }
        if (number.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
            throw new BadRecord("\"" + pathOf(name) + "\" is far too large for a count of one call", "Check what was written there.");
        }
        return number.intValue();
    }

    /** What was not taken. */
    Map<String, JsonNode> rest() {
        Map<String, JsonNode> rest = new LinkedHashMap<>();
        object.properties().forEach(field -> {
            if (!taken.contains(field.getKey())) {
                rest.put(field.getKey(), field.getValue());
            }
        });
        return rest;
    }
}
