package dev.downshift.engine.privacy;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Tells a document from a record of an agent's work. */
final class Documents {

    private static final Set<String> TEXTS = Set.of("text", "full_text", "body", "document", "note", "transcript", "comment", "review", "description");
    private static final Set<String> CALLS = Set.of("role", "model", "prompt", "completion", "messages", "tool", "function", "arguments");

    private Documents() {}

    /** Whether a record is a string, or a flat object with a member for its text and none of a call. */
    static boolean isDocument(JsonNode record) {
        if (record.isString()) {
            return true;
        }
        if (!record.isObject()) {
            return false;
        }
        boolean flat = record.values().stream().noneMatch(JsonNode::isObject);
        return flat && record.propertyNames().stream().anyMatch(TEXTS::contains) && record.propertyNames().stream().noneMatch(CALLS::contains);
    }
}
