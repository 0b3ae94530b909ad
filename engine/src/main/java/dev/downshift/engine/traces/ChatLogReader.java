package dev.downshift.engine.traces;

import dev.downshift.engine.traces.LlmCall.CallError;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A record {@code {timestamp, request, response, latency_ms, ...}}: one call. */
final class ChatLogReader implements RecordReader {

    @Override
    public TraceFormat format() {
        return TraceFormat.CHAT_COMPLETIONS;
    }

    @Override
    public boolean recognises(JsonNode record) {
        return record.hasNonNull("request") || record.hasNonNull("response");
    }

    @Override
    public Stream<LlmCall> read(JsonNode record, Place place, Times times) {
        return Stream.of(call(Fields.of(record, ""), place, times));
    }

    private static LlmCall call(Fields record, Place place, Times times) {
        Instant loggedAt = times.take(record, "timestamp", "created_at", "start_time", "time", "ts");
        Duration latency = Times.takeMilliseconds(record, "latency_ms", "duration_ms");
        String conversation = Surroundings.conversation(record);
        ChatRequest request = request(record);
        CallError error = error(record);
        Map<String, JsonNode> unread = new LinkedHashMap<>();
        ChatResponse response = response(record, error, unread);
        Map<String, JsonNode> metadata = Surroundings.metadata(record);
        metadata.putAll(unread);
        if (!response.rest().isEmpty()) {
            ObjectNode rest = JsonNodeFactory.instance.objectNode();
            response.rest().forEach(rest::set);
            metadata.put("response", rest);
        }
        if (request.model() != null && response.model() != null && !request.model().equals(response.model())) {
            metadata.put("requested_model", JsonNodeFactory.instance.stringNode(request.model()));
        }
        return new LlmCall(place.call(0), response.id(), conversation, loggedAt == null ? createdAt(response, times) : loggedAt,
                response.model() == null ? request.model() : response.model(), request.messages(), request.tools(),
                request.parameters(), response.message(), response.finishReason(), response.usage(), latency,
                error == null ? response.error() : error, metadata);
    }

    private static @Nullable Instant createdAt(ChatResponse response, Times times) {
        JsonNode created = response.created();
        return created == null || (created.isNumber() && created.decimalValue().signum() <= 0) ? null : times.instant(created, "response.created");
    }

    private static ChatRequest request(Fields record) {
        JsonNode node = record.take("request");
        if (node == null) {
            return flatRequest(record);
        }
        if (node.isString()) {
            node = StrictJson.parseEmbedded(node.stringValue(), "request");
        }
        Fields request = Fields.of(node, "request");
        boolean wrapped = request.has("body") && !request.has("messages");
        return ChatRequest.read(wrapped ? Objects.requireNonNull(request.takeObject("body")) : request);
    }

    /** A request whose fields stand in the record itself. */
    private static ChatRequest flatRequest(Fields record) {
        if (!record.has("messages")) {
            throw new BadRecord("\"request\" is missing", "Log the request body, with its messages, beside the response.");
        }
        String model = record.takeModel();
        JsonNode messages = Objects.requireNonNull(record.takeArray("messages"));
        if (messages.isEmpty()) {
            throw new BadRecord("\"messages\" is empty", "A request holds the prompt as an array of messages, oldest first.");
        }
        Map<String, JsonNode> parameters = Surroundings.parameters(record.rest());
        parameters.keySet().forEach(record::take);
        return new ChatRequest(model, OpenAiMessages.read(messages, "messages"), ChatRequest.tools(record), parameters);
    }

    private static @Nullable CallError error(Fields record) {
        Integer status = CallErrors.status(record.peek(record.has("status_code") ? "status_code" : "status"));
        JsonNode response = record.peek("response");
        if (status == null && response != null) {
            status = CallErrors.status(response.get("status_code"));
        }
        return CallErrors.read(record.take("error"), status);
    }

    private static ChatResponse response(Fields record, @Nullable CallError error, Map<String, JsonNode> unread) {
        JsonNode node = record.take("response");
        if (node == null) {
            if (error == null) {
                throw new BadRecord("\"response\" is missing", "Log the response as the provider sent it, or an \"error\" where the call failed.");
            }
            return ChatResponse.NONE;
        }
        JsonNode body = node.get("body");
        JsonNode content = body == null || node.has("choices") ? node : body;
        boolean answer = content.isArray() || content.has("choices") || content.has("message") || content.has("role") || content.has("error");
        if (error != null && !answer) {
            unread.put("response", node);
            return ChatResponse.NONE;
        }
        return ChatResponse.read(content, "response");
    }
}
