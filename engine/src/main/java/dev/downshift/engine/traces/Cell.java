package dev.downshift.engine.traces;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What a cell of text stands for: JSON where it holds JSON, otherwise the text. */
final class Cell {

    /** Texts of people and models, which stay as they are even where they look like JSON. */
    private static final Set<String> TEXTS = Set.of("prompt", "response", "completion", "input", "output", "instruction", "content", "text", "system",
            "system_prompt", "question", "answer", "request", "error", "name", "model");
    private static final Set<String> BODIES = Set.of("messages", "conversation", "conversations", "traj", "trajectory", "request", "tools", "metadata");
    private static final Pattern IDENTIFIER = Pattern.compile("(.*[._ -])?(id|key|hash|name|version)", Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,30})(\\.\\d{1,30})?([eE][+-]?\\d{1,3})?");

    private Cell() {}

    /** A cell of a table of texts, where numbers are texts too; null where it is empty. */
    static @Nullable JsonNode ofText(String column, String text) {
        if (text.isEmpty()) {
            return null;
        }
        if (!TEXTS.contains(column) && !IDENTIFIER.matcher(column).matches()) {
            if (NUMBER.matcher(text).matches()) {
                return StrictJson.parseEmbedded(text, column);
            }
            if (text.equals("true") || text.equals("false")) {
                return JsonNodeFactory.instance.booleanNode(text.equals("true"));
            }
        }
        return ofString(column, text);
    }

    /** A cell of a column of strings. */
    static JsonNode ofString(String column, String text) {
        if (BODIES.contains(column) && (text.startsWith("[{'") || text.startsWith("{'"))) {
            throw new BadRecord("Column \"" + column + "\" holds a list as Python prints it, which is not JSON",
                    "Write it with json.dumps, or save the table as JSON lines (to_json with orient=\"records\" and lines=True) or Parquet.");
        }
        if (!TEXTS.contains(column) && (text.startsWith("{") || text.startsWith("["))) {
            try {
                return StrictJson.parseEmbedded(text, column);
            } catch (BadRecord notJson) {
                if (BODIES.contains(column)) {
                    throw new BadRecord("Column \"" + column + "\" holds JSON that is broken", "Write whole JSON there, and double the quotes inside a quoted cell.");
                }
            }
        }
        return JsonNodeFactory.instance.stringNode(text);
    }
}
