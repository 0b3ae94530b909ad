package dev.downshift.engine.traces;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A line of a batch, named by its {@code custom_id}. The provider keeps requests and answers in two files, in different
 * orders, so that a line of one alone is no call; a line that holds both is.
 */
final class BatchLineReader implements RecordReader {

    private static final LogShape OPENAI = new LogShape("body", "response", List.of(), List.of(), List.of(), List.of(), List.of("error"));
    private static final LogShape ANTHROPIC = new LogShape("params", "result", List.of(), List.of(), List.of(), List.of(), List.of("error"));
    private static final String REMEDY = "Join the lines of the input file and of the output file that have the same custom_id into one object, "
            + "as jq -sc 'group_by(.custom_id)[] | add' input.jsonl output.jsonl does.";

    @Override
    public TraceFormat format() {
        return TraceFormat.BATCHES;
    }

    @Override
    public boolean recognises(JsonNode record) {
        return record.hasNonNull("custom_id") && (record.has("body") || record.has("params") || record.has("response") || record.has("result"));
    }

    @Override
    public Stream<LlmCall> read(JsonNode record, Place place, Times times) {
        boolean anthropic = record.hasNonNull("params") || record.hasNonNull("result");
        LogShape shape = anthropic ? ANTHROPIC : OPENAI;
        boolean asked = record.hasNonNull(shape.request());
        if (!record.hasNonNull(shape.response()) && !record.hasNonNull("error")) {
            throw new BadRecord("A line of a batch's input has no answer", REMEDY);
        }
        if (!asked) {
            throw new BadRecord("A line of a batch's output has no prompt", REMEDY);
        }
        Fields fields = Fields.of(anthropic ? unwrapped((ObjectNode) record) : record, "");
        return Stream.of(LoggedCall.read(fields, shape, LoggedCall.Notes.NONE, place, times));
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
