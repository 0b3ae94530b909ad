package dev.downshift.engine.traces;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The records of one file as JSON, whatever its layout. */
interface Entries extends Closeable {

    /**
     * What stands at one place of a file.
     *
     * @param values usually one
     * @param problem why there is none
     * @param line the 1-based line it begins on
     * @param offset the offset of its first byte
     */
    record Entry(List<JsonNode> values, @Nullable BadRecord problem, long line, long offset) {

        static Entry bad(BadRecord problem, long line, long offset) {
            return new Entry(List.of(), problem, line, offset);
        }
    }

    /** The next one, or null at the end. */
    @Nullable Entry next() throws IOException;

    /** How many bytes have been consumed. */
    long bytes();

    /** The 1-based line that comes next. */
    long line();

    /** What to say of a record that no format recognises, where more can be said than for others. */
    default @Nullable BadRecord unrecognised() {
        return null;
    }

    @Override
    default void close() throws IOException {}

    /** Of a file that is bad as a whole. */
    static Entries of(BadRecord problem) {
        return new Entries() {
            private boolean told;

            @Override
            public @Nullable Entry next() {
                Entry entry = told ? null : Entry.bad(problem, 1, 0);
                told = true;
                return entry;
            }

            @Override
            public long bytes() {
                return 0;
            }

            @Override
            public long line() {
                return 1;
            }
        };
    }
}
