package dev.downshift.engine.traces;

import dev.downshift.engine.traces.LlmCall.CallError;
import dev.downshift.engine.traces.LlmCall.Usage;
import dev.downshift.engine.traces.RecordReader.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** One call that a log keeps as the body of the request and that of the response, with notes beside them. */
final class LoggedCall {

    private final Fields record;
    private final LogShape shape;
    private final Times times;
    private final Map<String, JsonNode> requestNotes = new LinkedHashMap<>();
    private final Map<String, JsonNode> responseNotes = new LinkedHashMap<>();

    private LoggedCall(Fields record, LogShape shape, Times times) {
        this.record = record;
        this.shape = shape;
        this.times = times;
    }

    /** What a log notes of a call that its bodies may leave out. */
    record Notes(@Nullable String id, @Nullable String conversation, @Nullable String model, @Nullable Usage usage) {
        static final Notes NONE = new Notes(null, null, null, null);
    }

    static LlmCall read(Fields record, LogShape shape, Notes notes, Place place, Times times) {
        return read(record, shape, notes, null, place, times);
    }

    /** The call, with its bodies in known dialects, or in those they look like. */
    static LlmCall read(Fields record, LogShape shape, Notes notes, Dialects.@Nullable Pair known, Place place, Times times) {
        return new LoggedCall(record, shape, times).read(notes, known, place);
    }

    private LlmCall read(Notes notes, Dialects.@Nullable Pair known, Place place) {
        Instant startedAt = times.take(record, shape.started().toArray(String[]::new));
        Duration logged = Times.takeMilliseconds(record, shape.latency().toArray(String[]::new));
        Duration latency = logged == null && startedAt != null ? until(startedAt) : logged;
        String conversation = notes.conversation() == null ? Surroundings.conversation(record) : notes.conversation();
        JsonNode asked = Bodies.take(record, shape.request(), requestNotes);
        JsonNode answered = Bodies.take(record, shape.response(), responseNotes);
        Dialects.Pair dialects = known != null ? known : Dialects.of(asked == null ? record.node() : asked, answered);
        ChatRequest request = request(asked, dialects.request());
        boolean named = shape.error().stream().anyMatch(record::has);
        CallError error = error();
        ChatResponse response = response(answered, error, dialects.response());
        return call(place, notes, startedAt, latency, conversation, asked, request, response, failed(error, named, response));
    }

    /** What went wrong: the words of the response, where the log itself has only the status. */
    private @Nullable CallError failed(@Nullable CallError logged, boolean named, ChatResponse response) {
        CallError own = response.error();
        if (logged == null || own == null) {
            return logged == null ? own : logged;
        }
        if (!named) {
            return new CallError(own.status() == null ? logged.status() : own.status(), own.code(), own.message());
        }
        if (!own.message().equals(logged.message())) {
            responseNotes.put("error", JsonNodeFactory.instance.stringNode(own.message()));
        }
        return logged;
    }

    private @Nullable Duration until(Instant startedAt) {
        Instant endedAt = times.take(record, shape.ended().toArray(String[]::new));
        return endedAt == null || endedAt.isBefore(startedAt) ? null : Duration.between(startedAt, endedAt);
    }

    private ChatRequest request(@Nullable JsonNode body, Dialect dialect) {
        if (body != null) {
            return dialect.request(Fields.of(body, shape.request()));
        }
        Fields flat = record.part(dialect.requestFields());
        if (flat.node().isEmpty()) {
            throw new BadRecord("\"" + record.pathOf(shape.request()) + "\" is missing", "Log the request body, with its messages, beside the response.");
        }
        ChatRequest request = dialect.request(flat);
        return request.model() == null ? request.withModel(record.takeModel()) : request;
    }

    private @Nullable CallError error() {
        Integer status = null;
        for (String name : shape.status()) {
            JsonNode value = record.peek(name);
            status = status == null ? CallErrors.status(value) : status;
        }
        JsonNode response = record.node().path(shape.response()).path("status_code");
        if (status == null) {
            status = CallErrors.status(response);
        }
        for (String name : shape.error()) {
            CallError error = CallErrors.read(record.take(name), status);
            if (error != null) {
                return error;
            }
        }
        return CallErrors.read(null, status);
    }

    private ChatResponse response(@Nullable JsonNode body, @Nullable CallError error, Dialect dialect) {
        if (body == null) {
            if (error == null) {
                throw new BadRecord("\"" + record.pathOf(shape.response()) + "\" is missing",
                        "Log the response as the provider sent it, or an \"error\" where the call failed.");
            }
            return ChatResponse.NONE;
        }
        JsonNode first = StreamEvents.first(body);
        boolean answer = first == null ? body.isArray() : dialect.answers(first) || first.has("message") || first.has("role") || first.has("error");
        if (error != null && !answer) {
            responseNotes.put("body", body);
            return ChatResponse.NONE;
        }
        return dialect.response(body, shape.response());
    }

    private LlmCall call(Place place, Notes notes, @Nullable Instant startedAt, @Nullable Duration latency, @Nullable String conversation,
            @Nullable JsonNode asked, ChatRequest request, ChatResponse response, @Nullable CallError error) {
        if (request.messages().isEmpty()) {
            throw new BadRecord("The request holds no messages", "Log the request body as it was sent, with its messages or its prompt.");
        }
        Map<String, JsonNode> metadata = Surroundings.metadata(record);
        if (notes.id() != null && response.id() != null && !notes.id().equals(response.id())) {
            metadata.put("logged_id", JsonNodeFactory.instance.stringNode(notes.id()));
        }
        Surroundings.add(metadata, "request", merged(requestNotes, request.unread()));
        Map<String, JsonNode> rest = merged(responseNotes, response.rest());
        if (asked != null) {
            rest.entrySet().removeIf(field -> field.getValue().equals(asked.get(field.getKey())));
        }
        Surroundings.add(metadata, "response", rest);
        String asking = request.model() == null ? notes.model() : request.model();
        if (asking != null && response.model() != null && !asking.equals(response.model())) {
            metadata.put("requested_model", JsonNodeFactory.instance.stringNode(asking));
        }
        return new LlmCall(place.call(0), response.id() == null ? notes.id() : response.id(), conversation,
                startedAt == null ? createdAt(response) : startedAt, response.model() == null ? asking : response.model(),
                request.messages(), request.tools(), request.parameters(), response.message(), response.finishReason(),
                response.usage() == null ? notes.usage() : response.usage(), latency == null ? response.latency() : latency,
                error, metadata);
    }

    private static Map<String, JsonNode> merged(Map<String, JsonNode> notes, Map<String, JsonNode> rest) {
        Map<String, JsonNode> merged = new LinkedHashMap<>(notes);
        merged.putAll(rest);
        merged.values().removeIf(JsonNode::isNull);
        return merged;
    }

    private @Nullable Instant createdAt(ChatResponse response) {
        JsonNode created = response.created();
        return created == null || (created.isNumber() && created.decimalValue().signum() <= 0) ? null : times.instant(created, shape.response() + ".created");
    }
}
