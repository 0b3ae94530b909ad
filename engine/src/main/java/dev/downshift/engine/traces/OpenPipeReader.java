package dev.downshift.engine.traces;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A request log exported from OpenPipe, or the report by which it was recorded. */
final class OpenPipeReader implements RecordReader {

    private static final LogShape EXPORT = new LogShape("input", "output", List.of("requestedAt"), List.of("receivedAt"), List.of(), List.of("statusCode"), List.of());
    private static final LogShape REPORT = new LogShape("reqPayload", "respPayload", List.of("requestedAt"), List.of("receivedAt"), List.of(), List.of("statusCode"),
            List.of("errorMessage"));
    private static final int FIELDS_OF_AN_EXPORT = 3;

    @Override
    public TraceFormat format() {
        return TraceFormat.OPENPIPE;
    }

    @Override
    public boolean recognises(JsonNode record) {
        return record.has("reqPayload") || (record.path("input").path("messages").isArray() && record.path("output").isObject()
                && (record.size() <= FIELDS_OF_AN_EXPORT || record.has("tags")) && !record.has("name"));
    }

    @Override
    public Stream<LlmCall> read(JsonNode record, Place place, Times times) {
        return Stream.of(LoggedCall.read(Fields.of(record, ""), record.has("reqPayload") ? REPORT : EXPORT, LoggedCall.Notes.NONE, place, times));
    }
}
