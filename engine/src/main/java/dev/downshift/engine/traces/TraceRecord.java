package dev.downshift.engine.traces;

import java.util.Map;
import java.util.stream.Stream;

/** One record of a trace file: its calls, or why it has none. */
public sealed interface TraceRecord {

    /** The 0-based record in the file. */
    long record();

    /**
     * A record that was read.
     *
     * @param calls made one by one as they are consumed, once; a long conversation's calls are large
     * @param conversations by their trace, what spans say of all calls of it, those that come in other records too
     */
    record Read(long record, TraceFormat format, Stream<LlmCall> calls, Map<String, String> conversations) implements TraceRecord {}

    /** A record that could not be read. */
    record Rejected(RejectedRecord reason) implements TraceRecord {
        @Override
        public long record() {
            return reason.record();
        }
    }
}
