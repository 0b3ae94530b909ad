package dev.downshift.engine.traces;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record {@code {timestamp, request, response, latency_ms, ...}} with the bodies of any provider, or one object in which
 * the fields of both stand side by side: one call.
 */
final class ChatLogReader implements RecordReader {

    @Override
    public TraceFormat format() {
        return TraceFormat.CHAT_COMPLETIONS;
    }

    @Override
    public TraceFormat format(JsonNode record) {
        Dialect whole = whole(record);
        return whole == null ? Dialects.of(Bodies.peek(record, "request"), Bodies.peek(record, "response")).format() : whole.format();
    }

    @Override
    public boolean recognises(JsonNode record) {
        return record.hasNonNull("request") || record.hasNonNull("response") || whole(record) != null;
    }

    private static @Nullable Dialect whole(JsonNode record) {
        return record.hasNonNull("request") || !record.isObject() ? null : Dialects.whole(record);
    }

    @Override
    public Stream<LlmCall> read(JsonNode record, Place place, Times times) {
        Dialect whole = whole(record);
        Fields fields = Fields.of(record, "");
        return Stream.of(LoggedCall.read(whole == null ? fields : apart(fields, whole), LogShape.PROXY, LoggedCall.Notes.NONE,
                whole == null ? null : Dialects.Pair.of(whole), place, times));
    }

    /** The record with the fields of its request and of its response each in an object of their own. */
    private static Fields apart(Fields record, Dialect dialect) {
        Fields request = record.part(dialect.requestFields());
        Fields response = record.part(dialect.responseFields());
        ObjectNode apart = Unread.node(record.rest());
        apart.set("request", request.node());
        apart.set("response", response.node());
        return Fields.of(apart, "");
    }
}
