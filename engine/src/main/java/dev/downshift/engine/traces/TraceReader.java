package dev.downshift.engine.traces;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a trace file of any supported format as a stream of calls and rejected records, in constant memory.
 *
 * <p>A bad record never stops the rest: it arrives as a {@link RejectedRecord}. An {@link IOException} means that the
 * source itself cannot be read any further.
 */
public interface TraceReader {

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

        /** After each record, with the number of records and of (uncompressed) bytes consumed so far. */
        default void progress(long records, long bytes) {}

        /** Whether to stop early. */
        default boolean cancelled() {
            return false;
        }
    }
}
