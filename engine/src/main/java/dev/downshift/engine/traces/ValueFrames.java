package dev.downshift.engine.traces;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * JSON values that may span lines: the elements of one array, or values written one after the other. Follows quotes and
 * brackets only. Where those do not add up it looks for the next value that begins like the first one did.
 */
final class ValueFrames implements Frames {

    private static final int LONGEST_BEGINNING = 512;

    private final ByteCursor cursor;
    private final RecordBuffer buffer;
    private final int limit;
    private final boolean array;
    private boolean opened;
    private boolean closed;
    private final ArrayCommas commas = new ArrayCommas();
    private byte @Nullable [] beginning;

    ValueFrames(ByteCursor cursor, int limit, boolean array) {
        this.cursor = cursor;
        this.buffer = new RecordBuffer(limit);
        this.limit = limit;
        this.array = array;
    }

    @Override
    public @Nullable Frame next() throws IOException {
        int first = toNextValue();
        ArrayCommas.Place comma = commas.takeMisplaced();
        if (comma != null) {
            buffer.clear();
            return new Frame(buffer, comma.line(), comma.offset(), new BadRecord("A comma of the array separates nothing",
                    "Remove the comma. The records before and after it were kept."));
        }
        commas.value();
        long line = cursor.line();
        long offset = cursor.offset();
        buffer.clear();
        if (first < 0) {
            return endOfInput(line, offset);
        }
        BadRecord problem = switch (first) {
            case '{', '[' -> closed && !atBeginning() ? misplaced() : scanValue();
            case '"' -> scanString();
            default -> Character.isLetterOrDigit(first) || first == '-' ? scanScalar() : misplaced();
        };
        if (buffer.overflown()) {
            problem = Frames.tooLong(limit);
        }
        return new Frame(buffer, line, offset, problem);
    }

    @Override
    public void recover() {
        if (beginning == null || buffer.overflown()) {
            return;
        }
        byte[] bytes = buffer.bytes();
        int before = bytes.length == 0 ? -1 : bytes[0];
        boolean lineStart = false;
        for (int index = 1; index <= buffer.length() - beginning.length; index++) {
            if (bytes[index] == '{' && (before == ',' || (lineStart && !array))
                    && Arrays.equals(bytes, index, index + beginning.length, beginning, 0, beginning.length)) {
                cursor.unread(bytes, index, buffer.length() - index);
                return;
            }
            lineStart = bytes[index] == '\n' || (lineStart && RecordBuffer.isWhitespace(bytes[index]));
            before = RecordBuffer.isWhitespace(bytes[index]) ? before : bytes[index];
        }
    }

    private @Nullable Frame endOfInput(long line, long offset) {
        if (array && !closed) {
            closed = true;
            return new Frame(buffer, line, offset, new BadRecord("The file ends before the array is closed",
                    "The file was probably cut off: upload it again from its source. The records before this place were kept."));
        }
        return null;
    }

    private int toNextValue() throws IOException {
        while (true) {
            int next = cursor.peek();
            boolean skip = RecordBuffer.isWhitespace(next) || next == ',';
            if (array && (!opened || closed) && next == '[') {
                opened = true;
                closed = false;
                skip = true;
                commas.open();
            } else if (array && !closed && next == ']') {
                closed = true;
                skip = true;
                commas.close();
            } else if (array && !closed && next == ',') {
                commas.comma(cursor.line(), cursor.offset());
            }
            if (!skip) {
                return next;
            }
            cursor.read();
        }
    }

    private @Nullable BadRecord scanValue() throws IOException {
        closed = false;
        int braces = 0;
        int brackets = 0;
        int before = 0;
        do {
            int next = cursor.peek();
            if (next < 0) {
                rememberBeginning();
                return null;
            }
            if (buffer.overflown() && next == '{' && before == ',' && atBeginning()) {
                return null;
            }
            if (next == '"') {
                scanString();
                before = next;
                continue;
            }
            buffer.append(cursor.read());
            switch (next) {
                case '{' -> braces++;
                case '}' -> braces--;
                case '[' -> brackets++;
                case ']' -> brackets--;
                default -> { }
            }
            if (braces < 0 || brackets < 0) {
                rememberBeginning();
                return misplaced();
            }
            before = RecordBuffer.isWhitespace(next) ? before : next;
        } while (braces + brackets > 0);
        rememberBeginning();
        return null;
    }

    /** A raw line feed ends a string: JSON does not allow it inside one, so the closing quote was lost. */
    private @Nullable BadRecord scanString() throws IOException {
        buffer.append(cursor.read());
        for (int next = cursor.peek(); next >= 0 && next != '\n'; next = cursor.peek()) {
            buffer.append(cursor.read());
            if (next == '"') {
                return null;
            }
            if (next == '\\' && cursor.peek() >= 0) {
                buffer.append(cursor.read());
            }
        }
        return null;
    }

    private @Nullable BadRecord scanScalar() throws IOException {
        for (int next = cursor.peek(); next >= 0; next = cursor.peek()) {
            if (RecordBuffer.isWhitespace(next) || next == ',' || next == ']') {
                return null;
            }
            buffer.append(cursor.read());
        }
        return null;
    }

    /** Consumes what cannot be a value, up to the next value that begins like the first one. */
    private BrokenJson misplaced() throws IOException {
        int before = 0;
        boolean lineStart = false;
        for (int next = cursor.peek(); next >= 0; next = cursor.peek()) {
            if (next == '{' && (before == ',' || (lineStart && !array)) && atBeginning()) {
                closed = false;
                break;
            }
            lineStart = next == '\n' || (lineStart && RecordBuffer.isWhitespace(next));
            before = RecordBuffer.isWhitespace(next) ? before : next;
            buffer.append(cursor.read());
        }
        return new BrokenJson("The brackets do not match, so it is unclear where this record ends",
                "Close every { and [ of the record, and put a comma between two records.");
    }

    private boolean atBeginning() throws IOException {
        return beginning != null && cursor.startsWith(beginning);
    }

    /** Keeps the first value's bytes from its brace to the end of its first field's name. */
    private void rememberBeginning() {
        if (beginning != null || buffer.length() < 3 || buffer.bytes()[0] != '{') {
            return;
        }
        String head = new String(buffer.bytes(), 0, Math.min(buffer.length(), LONGEST_BEGINNING), StandardCharsets.ISO_8859_1);
        int open = head.indexOf('"');
        int close = open < 0 ? -1 : head.indexOf('"', open + 1);
        if (close > 0) {
            beginning = head.substring(0, close + 1).getBytes(StandardCharsets.ISO_8859_1);
        }
    }
}
