package dev.downshift.engine.traces;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A line of a batch, named by its {@code custom_id}. The provider keeps requests and answers in two files, in different
 * orders, so that a line of one alone is no call; a line that holds both is. {@link BatchHalves} joins them.
 */
final class BatchLineReader implements RecordReader {

    private static final LogShape OPENAI = new LogShape("body", "response", List.of(), List.of(), List.of(), List.of(), List.of("error"));
    private static final LogShape ANTHROPIC = new LogShape("params", "result", List.of(), List.of(), List.of(), List.of(), List.of("error"));

    @Override
    public TraceFormat format() {
        return TraceFormat.BATCHES;
    }

    @Override
    public boolean recognises(JsonNode record) {
        return record.hasNonNull("custom_id") && (record.has("body") || record.has("params") || record.has("response") || record.has("result"));
    }

    /** Which half of a call a line holds; null where it is whole, or no line of a batch. */
    BatchHalves.@Nullable Side half(JsonNode record) {
        LogShape shape = shape(record);
        boolean asked = record.hasNonNull(shape.request());
        boolean answered = record.hasNonNull(shape.response()) || record.hasNonNull("error");
        return asked == answered ? null : asked ? BatchHalves.Side.INPUT : BatchHalves.Side.OUTPUT;
    }

    @Override
    public Stream<LlmCall> read(JsonNode record, Place place, Times times) {
        if (!record.hasNonNull(shape(record).request())) {
            throw new BadRecord("A line of a batch has neither a prompt nor an answer", "Send what the provider gave you, unchanged.");
        }
        LogShape shape = shape(record);
        Fields fields = Fields.of(shape.equals(ANTHROPIC) ? unwrapped((ObjectNode) record) : record, "");
        return Stream.of(LoggedCall.read(fields, shape, LoggedCall.Notes.NONE, place, times));
    }

    private static LogShape shape(JsonNode record) {
        return record.hasNonNull("params") || record.hasNonNull("result") ? ANTHROPIC : OPENAI;
    }

    /** The record with the message of its result in place of the result, or the error beside it. */
    private static ObjectNode unwrapped(ObjectNode record) {
        JsonNode result = record.get("result");
        JsonNode message = result == null ? null : result.get("message");
        ObjectNode unwrapped = record.deepCopy();
        if (message != null && message.isObject()) {
            unwrapped.set("result", message);
        } else if (result != null) {
            unwrapped.remove("result");
            JsonNode error = error(result);
            if (error != null) {
                unwrapped.set("error", error);
            }
        }
        return unwrapped;
    }

    /** What the provider says went wrong, or that the request was canceled or expired. */
    private static @Nullable JsonNode error(JsonNode result) {
        JsonNode error = result.get("error");
        JsonNode inner = error == null ? null : error.get("error");
        return inner != null && inner.isObject() ? inner : error == null ? result.get("type") : error;
    }
}
