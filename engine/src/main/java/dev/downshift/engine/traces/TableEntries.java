package dev.downshift.engine.traces;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The rows of a table of text (CSV), each as an object with the names of the header row. */
final class TableEntries implements Entries {

    private static final String NEEDED = "Name the columns \"messages\", or \"prompt\" and \"response\" (or \"input\" and \"output\", \"prompt\" and \"completion\"), or \"request\" and \"response\".";
    private static final int LINES_TRIED = 1_000;

    private final ByteCursor cursor;
    private final Unpacked file;
    private final int limit;
    private final RecordBuffer row;
    private final RowScanner scanner;
    private final StrictJson json = new StrictJson();
    private final TableHeader header;
    private @Nullable BadRecord unusable;

    TableEntries(ByteCursor cursor, int limit, Unpacked file) throws IOException {
        this.cursor = cursor;
        this.file = file;
        this.limit = limit;
        this.row = new RecordBuffer(limit);
        TableHeader found = Objects.requireNonNull(TableHeader.of(cursor.head()));
        this.scanner = new RowScanner(found.separator());
        scan();
        BadRecord unreadable = null;
        TableHeader read = found;
        try {
            read = TableHeader.ofRow(text(), found.separator());
        } catch (BadRecord noText) {
            unreadable = new BadRecord("The header row is not valid UTF-8", "Save the file as UTF-8.");
        }
        this.header = read;
        this.unusable = unreadable == null ? unusable() : unreadable;
    }

    @Override
    public @Nullable Entry next() throws IOException {
        BadRecord whole = unusable;
        if (whole != null) {
            unusable = null;
            cursor.exhaust();
            return Entry.bad(whole, 1, 0);
        }
        while (cursor.peek() >= 0) {
            long line = cursor.line();
            long offset = cursor.offset();
            boolean closed = scan();
            if (!closed && file.damage() != null && cursor.exhausted()) {
                return null;
            }
            if (!row.isBlank()) {
                return entry(closed, line, offset);
            }
        }
        return null;
    }

    @Override
    public long bytes() {
        return cursor.offset();
    }

    @Override
    public long line() {
        return cursor.line();
    }

    @Override
    public BadRecord unrecognised() {
        return withoutColumns();
    }

    static BadRecord withoutColumns() {
        return new BadRecord("The columns of the row hold no request, or no answer to it", NEEDED);
    }

    private @Nullable BadRecord unusable() throws IOException {
        String twice = header.twice();
        if (twice != null) {
            return new BadRecord("The header row names column " + (header.names().lastIndexOf(twice) + 1) + " like one before it", "Give each column a name of its own.");
        }
        return cursor.peek() < 0 ? new BadRecord("The table has a header row and no other", "Add a row for each call. " + NEEDED) : null;
    }

    private Entry entry(boolean closed, long line, long offset) {
        try {
            if (row.overflown()) {
                throw Frames.tooLong(limit);
            }
            if (!closed) {
                recover();
                throw new BadRecord("A quoted cell is not closed, or text stands behind its closing quote", "Double every quote inside a quoted cell, and close the cell with one quote.");
            }
            return new Entry(List.of(object(RowScanner.cells(text(), header.separator()))), null, line, offset);
        } catch (BadRecord bad) {
            return Entry.bad(bad, line, offset);
        }
    }

    private JsonNode object(List<String> cells) {
        if (cells.size() != header.names().size()) {
            throw new BadRecord("The row has " + cells.size() + " cells, and the header row " + header.names().size(),
                    "Give each row as many cells as the header row; put a cell with a separator, a quote or a line end in quotes.");
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (int index = 0; index < cells.size(); index++) {
            String name = header.names().get(index);
            JsonNode value = Cell.ofText(name, cells.get(index));
            if (value != null) {
                object.set(name, value);
            }
        }
        return object;
    }

    /** Reads one row with its line end. False where its quotes do not add up. */
    private boolean scan() throws IOException {
        row.clear();
        scanner.begin();
        for (int next = cursor.read(); next >= 0; next = cursor.read()) {
            row.append(next);
            switch (scanner.accept(next)) {
                case INSIDE, END_OF_CELL -> { }
                case END_OF_ROW -> {
                    return true;
                }
                case BROKEN -> {
                    restOfLine(next);
                    return false;
                }
            }
        }
        return !scanner.isOpen();
    }

    private void restOfLine(int last) throws IOException {
        for (int next = last; next >= 0 && next != '\n';) {
            next = cursor.read();
            if (next >= 0) {
                row.append(next);
            }
        }
    }

    /** Goes back to the first line after the one that the broken row begins on that is a row of its own. */
    private void recover() {
        byte[] bytes = row.bytes();
        int from = 0;
        for (int tried = 0; tried < LINES_TRIED; tried++) {
            while (from < row.length() && bytes[from] != '\n') {
                from++;
            }
            from++;
            if (from >= row.length()) {
                return;
            }
            if (isRow(bytes, from)) {
                cursor.unread(bytes, from, row.length() - from);
                return;
            }
        }
    }

    /** Whether a row as long as the header begins here; what reaches beyond the bytes that were read may be one. */
    private boolean isRow(byte[] bytes, int from) {
        scanner.begin();
        int cells = 1;
        for (int index = from; index < row.length(); index++) {
            switch (scanner.accept(bytes[index])) {
                case INSIDE -> { }
                case END_OF_CELL -> cells++;
                case END_OF_ROW -> {
                    return cells == header.names().size();
                }
                case BROKEN -> {
                    return false;
                }
            }
        }
        return cells <= header.names().size();
    }

    private String text() {
        return TableHeader.withoutLineEnd(json.text(row.bytes(), row.length()));
    }
}
