package dev.downshift.engine.traces;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One request to a large language model and its response, in the form every reader produces and every later step
 * consumes.
 *
 * @param position where in its file the call was read
 * @param providerCallId the provider's own id of the response ({@code chatcmpl-...}), if it was logged
 * @param conversation what groups the calls of one run or session: a trace id, a run id, or, where a whole conversation
 *     names none, {@link Position#conversation}
 * @param occurredAt when the request was made, if known
 * @param model the model as named in the response, else as asked for
 * @param messages the prompt, oldest first; never empty
 * @param tools the tool definitions offered, as the provider's JSON objects
 * @param parameters everything else of the request ({@code temperature}, {@code response_format}, ...), as JSON
 * @param response the assistant's message; null when the call failed or its response was not logged
 * @param finishReason {@code stop}, {@code tool_calls}, {@code length}, ... as the provider gave it
 * @param usage tokens as the provider counted them
 * @param latency from request to last byte
 * @param error what the provider answered instead of a response
 * @param metadata what has no field of its own; nothing of a record is silently lost
 */
public record LlmCall(
        Position position,
        @Nullable String providerCallId,
        @Nullable String conversation,
        @Nullable Instant occurredAt,
        @Nullable String model,
        List<Message> messages,
        List<JsonNode> tools,
        Map<String, JsonNode> parameters,
        @Nullable Message response,
        @Nullable String finishReason,
        @Nullable Usage usage,
        @Nullable Duration latency,
        @Nullable CallError error,
        Map<String, JsonNode> metadata) {

    public LlmCall {
        Objects.requireNonNull(position, "position");
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        parameters = Map.copyOf(parameters);
        metadata = Map.copyOf(metadata);
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("a call has at least one message");
        }
    }

    /** Whether the model answered. */
    public boolean succeeded() {
        return response != null && error == null;
    }

    /** This call with the name of the file of an archive that it was read in, as the {@code file} of its metadata. */
    LlmCall inFile(String name) {
        Map<String, JsonNode> named = new LinkedHashMap<>(metadata);
        JsonNode hidden = named.put("file", JsonNodeFactory.instance.stringNode(name));
        if (hidden != null) {
            named.put("metadata.file", hidden);
        }
        return new LlmCall(position, providerCallId, conversation, occurredAt, model, messages, tools, parameters, response, finishReason,
                usage, latency, error, named);
    }

    /**
     * Where a call was read.
     *
     * @param record the 0-based record in the file
     * @param indexInRecord the 0-based call inside that record; a bare conversation holds several
     * @param line the 1-based line the record begins on
     * @param byteOffset the offset of the record's first byte in the decompressed file
     */
    public record Position(long record, int indexInRecord, long line, long byteOffset) {

        /** The conversation of a record that names none: unique in its file, and only there. */
        public static String conversation(long record) {
            return "record-" + record;
        }
    }

    /** Tokens, as the provider counted them; {@code cachedTokens} is the part of the prompt served from its cache. */
    public record Usage(int promptTokens, int completionTokens, int cachedTokens) {
        public Usage {
            if (promptTokens < 0 || completionTokens < 0 || cachedTokens < 0) {
                throw new IllegalArgumentException("token counts are never negative");
            }
        }
    }

    /** A failed call: the HTTP status if one was logged, the provider's error code and its message. */
    public record CallError(@Nullable Integer status, @Nullable String code, String message) {}
}
