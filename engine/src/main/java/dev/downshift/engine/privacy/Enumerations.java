package dev.downshift.engine.privacy;

import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The values that tool definitions enumerate: an argument that is one of them has to stay, or it no longer validates. */
final class Enumerations {

    private Enumerations() {}

    static Set<String> of(Iterable<JsonNode> definitions) {
        Set<String> values = new HashSet<>();
        definitions.forEach(definition -> definition.findValues("enum").forEach(list -> add(list, values)));
        definitions.forEach(definition -> add(definition.findValues("const"), values));
        return values;
    }

    private static void add(Iterable<JsonNode> nodes, Set<String> values) {
        for (JsonNode node : nodes) {
            if (node.isString()) {
                values.add(node.stringValue());
            }
        }
    }
}
