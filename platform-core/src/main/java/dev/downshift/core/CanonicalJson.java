package dev.downshift.core;

import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** One text for one JSON value, whatever the order of its fields and the spelling of its numbers. */
public final class CanonicalJson {

    private CanonicalJson() {}

    public static String of(JsonNode node) {
        StringBuilder text = new StringBuilder();
        write(node, text);
        return text.toString();
    }

    private static void write(JsonNode node, StringBuilder text) {
        if (node.isObject()) {
            text.append('{');
            for (String name : new TreeSet<>(node.propertyNames())) {
                string(name, text);
                text.append(':');
                write(node.path(name), text);
                text.append(',');
            }
            text.append('}');
        } else if (node.isArray()) {
            text.append('[');
            for (JsonNode item : node) {
                write(item, text);
                text.append(',');
            }
            text.append(']');
        } else if (node.isNumber()) {
            text.append(node.decimalValue().stripTrailingZeros().toPlainString());
        } else if (node.isString()) {
            string(node.stringValue(), text);
        } else {
            text.append(node);
        }
    }

    /** The length makes the text unambiguous without escapes. */
    private static void string(String value, StringBuilder text) {
        text.append(value.length()).append('"').append(value).append('"');
    }
}
