package dev.downshift.engine.traces;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A row of TensorZero's chat or JSON inferences, from its database or its API. What an episode groups is a conversation. */
final class TensorZeroReader implements RecordReader {

    private static final LogShape SHAPE = new LogShape("request", "output", List.of("timestamp"), List.of(), List.of("processing_time_ms"), List.of(), List.of());
    private static final Dialects.Pair DIALECTS = Dialects.Pair.of(new TensorZeroDialect());

    @Override
    public TraceFormat format() {
        return TraceFormat.TENSORZERO;
    }

    @Override
    public boolean recognises(JsonNode record) {
        return record.has("function_name") && record.has("variant_name") && record.has("input");
    }

    @Override
    public Stream<LlmCall> read(JsonNode record, Place place, Times times) {
        Fields fields = Fields.of(record, "");
        String id = fields.takeIdentifier(fields.has("inference_id") ? "inference_id" : "id");
        String conversation = fields.takeConversation("episode_id");
        Fields request = fields.part(Set.copyOf(TensorZeroDialect.FIELDS));
        ObjectNode apart = Unread.node(fields.rest());
        apart.set("request", request.node());
        return Stream.of(LoggedCall.read(Fields.of(apart, ""), SHAPE, new LoggedCall.Notes(id, conversation, null, null), DIALECTS, place, times));
    }
}
