package dev.downshift.engine.traces;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/**
 * Reads a trace file of any supported format as a stream of calls and rejected records, in constant memory.
 *
 * <p>A bad record never stops the rest: it arrives as a {@link RejectedRecord}. An {@link IOException} means that the
 * source itself cannot be read any further; a damaged or cut-off file is not one, but a rejected record at its end.
 */
public interface TraceReader {

    /** The longest record that is read unless told otherwise, in bytes. */
    int DEFAULT_RECORD_LIMIT = 32 << 20;

    /** A reader of every supported format, for files that came in at this time: no call of theirs can be later. */
    static TraceReader standard(Instant receivedAt) {
        return withRecordLimit(DEFAULT_RECORD_LIMIT, receivedAt);
    }

    /** One that rejects records longer than {@code bytes}, without holding them. */
    static TraceReader withRecordLimit(int bytes, Instant receivedAt) {
        return new StreamingTraceReader(bytes, receivedAt);
    }

    /**
     * Reads until the end of the input, or until {@code sink} asks to stop.
     *
     * @param input the file's bytes, compressed or not; not closed
     * @param firstRecord the 0-based record to begin at, for a restart; earlier ones are passed over unreported
     */
    void read(InputStream input, long firstRecord, Sink sink) throws IOException;

    /** Receives what was read, in the order of the file. */
    interface Sink {
        void call(LlmCall call);

        void rejected(RejectedRecord record);

        /** Once, before the first good record. */
        default void detected(TraceFormat format) {}

        /** After each record, with the number of records and of (uncompressed) bytes consumed so far. */
        default void progress(long records, long bytes) {}

        /** Whether to stop early. */
        default boolean cancelled() {
            return false;
        }
    }
}
