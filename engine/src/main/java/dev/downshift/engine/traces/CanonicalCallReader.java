package dev.downshift.engine.traces;

import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Calls in the canonical form, as {@link CanonicalJson} writes them: one a record. Their positions are new. */
final class CanonicalCallReader implements RecordReader {

    @Override
    public TraceFormat format() {
        return TraceFormat.CANONICAL;
    }

    @Override
    public boolean recognises(JsonNode record) {
        return record.path("position").path("byte_offset").isNumber() && record.path("messages").isArray();
    }

    @Override
    public Stream<LlmCall> read(JsonNode record, Place place, Times times) {
        return Stream.of(new CanonicalFields(Fields.of(record, ""), times).call(place.call(0)));
    }
}
