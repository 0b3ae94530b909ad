package dev.downshift.engine.traces;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** How the records of a file are laid out, recognised by its first bytes. */
enum Layout {
    LINES("JSON lines"), ARRAY("JSON array"), VALUES("JSON"), TABLE("table");

    private static final Pattern LIST_OF_MESSAGES =
            Pattern.compile("\\[\\s*\\{\\s*\"(role|content|from|value|tool_calls|tool_call_id)\"", Pattern.CASE_INSENSITIVE);

    private final String label;

    Layout(String label) {
        this.label = label;
    }

    /** What people call it. */
    String label() {
        return label;
    }

    static Layout of(ByteCursor cursor) throws IOException {
        String head = new String(cursor.head(), StandardCharsets.ISO_8859_1).stripLeading();
        if (head.startsWith("[")) {
            int end = endOfValue(head);
            if (end > 0 && head.substring(end).stripLeading().startsWith("[")) {
                return LINES;
            }
            return LIST_OF_MESSAGES.matcher(head).lookingAt() ? VALUES : ARRAY;
        }
        if (head.startsWith("{")) {
            return spansLines(head) ? VALUES : LINES;
        }
        return TableHeader.of(cursor.head()) == null ? LINES : TABLE;
    }

    /** Whether a file of an archive that begins like this may hold records. */
    static boolean isLikely(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1).replaceFirst("^\u00ef\u00bb\u00bf", "").stripLeading();
        TableHeader table = TableHeader.of(head);
        return text.startsWith("{") || text.startsWith("[") || text.startsWith("PAR1") || (table != null && table.isFamiliar());
    }

    Entries entries(ByteCursor cursor, int limit, Unpacked file) throws IOException {
        return switch (this) {
            case LINES -> new JsonEntries(cursor, new LineFrames(cursor, limit), file);
            case ARRAY -> new JsonEntries(cursor, new ValueFrames(cursor, limit, true), file);
            case VALUES -> new JsonEntries(cursor, new ValueFrames(cursor, limit, false), file);
            case TABLE -> new TableEntries(cursor, limit, file);
        };
    }

    /** Whether the first object goes on after its line, rather than being a broken first line. */
    private static boolean spansLines(String head) {
        int lineEnd = head.indexOf('\n');
        if (lineEnd < 0) {
            return false;
        }
        int end = endOfValue(head.substring(0, lineEnd));
        return end < 0 && !head.substring(lineEnd).stripLeading().startsWith("{") && !head.substring(lineEnd).isBlank();
    }

    /** The index after the first value, or -1 if it does not end. */
    private static int endOfValue(String text) {
        int depth = 0;
        boolean quoted = false;
        for (int index = 0; index < text.length(); index++) {
            char next = text.charAt(index);
            if (next == '\\' && quoted) {
                index++;
            } else if (next == '"') {
                quoted = !quoted;
            } else if (!quoted && (next == '{' || next == '[')) {
                depth++;
            } else if (!quoted && (next == '}' || next == ']') && --depth <= 0) {
                return index + 1;
            }
        }
        return -1;
    }
}
