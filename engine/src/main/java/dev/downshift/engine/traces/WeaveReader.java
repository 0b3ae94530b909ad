package dev.downshift.engine.traces;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A call that Weave traced: the keyword arguments of the provider's client, and what it returned. */
final class WeaveReader implements RecordReader {

    private static final LogShape SHAPE = new LogShape("inputs", "output", List.of("started_at"), List.of("ended_at"), List.of(), List.of(), List.of("exception"));
    private static final List<String> PROMPTS = List.of("messages", "input", "contents", "prompt", "instructions");

    @Override
    public TraceFormat format() {
        return TraceFormat.WEAVE;
    }

    @Override
    public boolean recognises(JsonNode record) {
        return record.has("op_name") && record.has("inputs") && (record.has("started_at") || record.has("project_id"));
    }

    @Override
    public Stream<LlmCall> read(JsonNode record, Place place, Times times) {
        JsonNode inputs = record.get("inputs");
        if (inputs == null || PROMPTS.stream().noneMatch(inputs::hasNonNull)) {
            throw new BadRecord("\"inputs\" holds no prompt", "This is a call of a function, not of a model; export the calls of the provider's client.");
        }
        return Stream.of(LoggedCall.read(Fields.of(record, ""), SHAPE, LoggedCall.Notes.NONE, place, times));
    }
}
