package dev.downshift.engine.traces;

import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads the records of one format. Adding a format is adding one of these to {@link RecordReaders}. */
interface RecordReader {

    TraceFormat format();

    /** The format of a record that it recognises, where it reads several. */
    default TraceFormat format(JsonNode record) {
        return format();
    }

    /** Whether a record is of this format. Looks at the names and kinds of its fields only, and never throws. */
    boolean recognises(JsonNode record);

    /**
     * The calls of a record, made as they are consumed, for a long conversation's calls are large. What can be wrong with a
     * record is found before the first of them is returned.
     */
    Stream<LlmCall> read(JsonNode record, Place place, Times times);

    /** The conversations that spans of a record name, by the trace that they are true of as a whole. */
    default Map<String, String> conversations(JsonNode record) {
        return Map.of();
    }

    /** Where a record was read. */
    record Place(long record, long line, long offset) {
        LlmCall.Position call(int index) {
            return new LlmCall.Position(record, index, line, offset);
        }
    }
}
