package dev.downshift.engine.traces;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** How the records of a file are laid out, recognised by its first bytes. */
enum Layout {
    LINES, ARRAY, VALUES;

    private static final Pattern LIST_OF_MESSAGES =
            Pattern.compile("\\[\\s*\\{\\s*\"(role|content|from|value|tool_calls|tool_call_id)\"", Pattern.CASE_INSENSITIVE);

    static Layout of(ByteCursor cursor) throws IOException {
        String head = new String(cursor.head(), StandardCharsets.ISO_8859_1).stripLeading();
        if (head.startsWith("[")) {
            int end = endOfValue(head);
            if (end > 0 && head.substring(end).stripLeading().startsWith("[")) {
                return LINES;
            }
            return LIST_OF_MESSAGES.matcher(head).lookingAt() ? VALUES : ARRAY;
        }
        return head.startsWith("{") && spansLines(head) ? VALUES : LINES;
    }

    Frames frames(ByteCursor cursor, int limit) {
        return switch (this) {
            case LINES -> new LineFrames(cursor, limit);
            case ARRAY -> new ValueFrames(cursor, limit, true);
            case VALUES -> new ValueFrames(cursor, limit, false);
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
