package dev.downshift.engine.traces;

import org.jspecify.annotations.Nullable;

/** Notices commas of an array that separate nothing: before the first value, after the last one, or twice in a row. */
final class ArrayCommas {

    private boolean afterValue;
    private @Nullable Place last;
    private @Nullable Place misplaced;

    /** Where a comma stands. */
    record Place(long line, long offset) {}

    void open() {
        afterValue = false;
        last = null;
    }

    void value() {
        afterValue = true;
        last = null;
    }

    void comma(long line, long offset) {
        last = new Place(line, offset);
        if (!afterValue && misplaced == null) {
            misplaced = last;
        }
        afterValue = false;
    }

    void close() {
        if (misplaced == null) {
            misplaced = last;
        }
        last = null;
    }

    /** The first one since the last value that separates nothing; it is told once. */
    @Nullable Place takeMisplaced() {
        Place found = misplaced;
        misplaced = null;
        return found;
    }
}
