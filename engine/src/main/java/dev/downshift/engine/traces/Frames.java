package dev.downshift.engine.traces;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Cuts a file into the bytes of its records, without looking at what they mean. */
interface Frames {

    /**
     * One record's bytes. The buffer is reused for the next record.
     *
     * @param line the 1-based line it begins on
     * @param offset the offset of its first byte
     * @param problem why it cannot be a record, if that is seen already
     */
    record Frame(RecordBuffer buffer, long line, long offset, @Nullable BadRecord problem) {}

    /** The next record, or null at the end. */
    @Nullable Frame next() throws IOException;

    /** Called when the last record proved broken: goes back to where the next one seems to begin, if it was swallowed. */
    default void recover() {}

    /** What is said of a record that is longer than {@code limit} bytes. */
    static BadRecord tooLong(int limit) {
        return new BadRecord("The record is longer than the limit of " + String.format(Locale.ROOT, "%,d", limit) + " bytes",
                "Split the record, leave inline images and files out, or raise the limit.");
    }
}
