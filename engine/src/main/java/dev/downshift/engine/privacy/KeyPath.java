package dev.downshift.engine.privacy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Where a walk through JSON stands: the nearest key, and whether it is inside a tool's or response's definition. There
 * names, constants and enumerations are structure, and stay.
 */
final class KeyPath {

    private static final Set<String> DEFINITIONS = Set.of("tools", "functions", "response_format", "json_schema", "input_schema", "parameters_schema", "output_schema");
    private static final Set<String> STRUCTURE = Set.of("enum", "const", "required", "pattern", "format", "type", "name", "title", "$ref");
    private static final Set<String> PROTOCOL = Set.of("role", "object", "model", "finish_reason", "tool_call_id", "type", "system_fingerprint");

    private final Deque<Level> levels = new ArrayDeque<>();
    private String key;
    private boolean schema;

    private record Level(String key, boolean schema) {}

    KeyPath(String key, boolean schema) {
        this.key = key;
        this.schema = schema;
    }

    void open() {
        levels.push(new Level(key, schema));
    }

    void close() {
        Level level = levels.pop();
        key = level.key();
        schema = level.schema();
    }

    void key(String name) {
        Level parent = levels.peek();
        boolean outer = parent != null && parent.schema();
        key = within(parent == null ? "" : parent.key(), Scanned.normalizedKey(name));
        schema = outer || DEFINITIONS.contains(key);
    }

    /** The key of a member inside another: the name of a patient is a patient's name. */
    static String within(String outer, String key) {
        if (!key.equals("name") || outer.isEmpty()) {
            return key;
        }
        String one = outer.endsWith("s") ? outer.substring(0, outer.length() - 1) : outer;
        return PersonDetector.isNameKey(one + "_name") ? one + "_name" : key;
    }

    String currentKey() {
        return key;
    }

    boolean inSchema() {
        return schema;
    }

    boolean isOpenToRedaction() {
        return !(schema && STRUCTURE.contains(key)) && !PROTOCOL.contains(key);
    }
}
