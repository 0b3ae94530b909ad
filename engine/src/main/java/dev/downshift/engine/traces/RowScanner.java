package dev.downshift.engine.traces;

import java.util.ArrayList;
import java.util.List;

/** Follows the quotes of a table's rows (RFC 4180), byte by byte. A quote inside a cell that does not begin with one is text. */
final class RowScanner {

    /** What a byte turned out to be. */
    enum Step { INSIDE, END_OF_CELL, END_OF_ROW, BROKEN }

    private enum State { START, PLAIN, QUOTED, AFTER_QUOTE, AFTER_RETURN }

    private final int separator;
    private State state = State.START;
    private boolean wasQuoted;

    RowScanner(int separator) {
        this.separator = separator;
    }

    void begin() {
        state = State.START;
        wasQuoted = false;
    }

    /** Whether a quoted cell was opened and not closed. */
    boolean isOpen() {
        return state == State.QUOTED;
    }

    Step accept(int value) {
        return switch (state) {
            case QUOTED -> {
                state = value == '"' ? State.AFTER_QUOTE : State.QUOTED;
                yield Step.INSIDE;
            }
            case START, PLAIN, AFTER_QUOTE -> outside(value);
            case AFTER_RETURN -> {
                state = State.PLAIN;
                yield value == '\n' ? end() : wasQuoted ? Step.BROKEN : outside(value);
            }
        };
    }

    private Step outside(int value) {
        if (value == separator) {
            begin();
            return Step.END_OF_CELL;
        }
        if (value == '\n') {
            return end();
        }
        if (value == '\r') {
            state = State.AFTER_RETURN;
            return Step.INSIDE;
        }
        if (value == '"' && state != State.PLAIN) {
            state = State.QUOTED;
            wasQuoted = true;
            return Step.INSIDE;
        }
        if (state == State.AFTER_QUOTE) {
            return Step.BROKEN;
        }
        state = State.PLAIN;
        return Step.INSIDE;
    }

    private Step end() {
        begin();
        return Step.END_OF_ROW;
    }

    /** The cells of a row whose quotes add up, without the line end. */
    static List<String> cells(String row, char separator) {
        List<String> cells = new ArrayList<>();
        int position = 0;
        while (position <= row.length()) {
            int end = row.startsWith("\"", position) ? endOfQuoted(row, position) : position;
            int next = row.indexOf(separator, end);
            int to = next < 0 ? row.length() : next;
            cells.add(end > position ? row.substring(position + 1, end - 1).replace("\"\"", "\"") : row.substring(position, to));
            position = to + 1;
        }
        return cells;
    }

    /** The index after the closing quote. */
    private static int endOfQuoted(String row, int from) {
        int index = from + 1;
        while (index < row.length()) {
            if (row.charAt(index) != '"') {
                index++;
            } else if (row.startsWith("\"", index + 1)) {
                index += 2;
            } else {
                return index + 1;
            }
        }
        return index;
    }
}
