package dev.downshift.engine.traces;

import dev.downshift.engine.traces.Message.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A prompt with a preferred and a not preferred answer: one call, which the preferred one answers. */
final class PreferenceReader implements RecordReader {

    @Override
    public TraceFormat format() {
        return TraceFormat.PREFERENCES;
    }

    @Override
    public boolean recognises(JsonNode record) {
        return record.hasNonNull("input") && record.has("preferred_output");
    }

    @Override
    public Stream<LlmCall> read(JsonNode record, Place place, Times times) {
        Fields fields = Fields.of(record, "");
        ChatRequest request = ChatRequest.read(Objects.requireNonNull(fields.takeObject("input")));
        JsonNode preferred = fields.takeArray("preferred_output");
        if (preferred == null || preferred.isEmpty()) {
            throw new BadRecord("\"preferred_output\" is " + (preferred == null ? "missing" : "empty"), "Write the preferred answer there, as a list of messages.");
        }
        Unread unread = new Unread("");
        List<Message> messages = new ArrayList<>(request.messages());
        messages.addAll(OpenAiMessages.read(preferred, "preferred_output", unread));
        Message answer = messages.removeLast();
        if (answer.role() != Role.ASSISTANT) {
            throw new BadRecord("\"preferred_output\" does not end with a message of the assistant", "Write the preferred answer there, as a list of messages.");
        }
        String conversation = Surroundings.conversation(fields);
        Map<String, JsonNode> metadata = Surroundings.metadata(fields);
        Surroundings.add(metadata, "request", request.unread());
        Surroundings.add(metadata, "response", unread.parts());
        return Stream.of(new LlmCall(place.call(0), null, conversation, null, request.model(), messages, request.tools(), request.parameters(), answer,
                null, null, null, null, metadata));
    }
}
