package dev.downshift.engine.traces;

import dev.downshift.engine.traces.LlmCall.CallError;
import dev.downshift.engine.traces.LlmCall.Usage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes calls as records {@code {timestamp, request, response, latency_ms, error, metadata}} with the bodies of OpenAI's chat completions. */
final class ChatLogWriter implements CallWriter {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String REQUESTED = "requested_model";
    private static final Set<String> NO_PARAMETERS = Set.of("model", "messages", "tools", "functions", "prompt");

    private final OutputStream out;

    ChatLogWriter(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(LlmCall call, CallNotes notes) throws IOException {
        ObjectNode record = record(call);
        ObjectNode remainder = Remainder.beside(call, notes, () -> ExportedReader.byConvention(record, Remainder.NOWHERE, Remainder.ANY_TIME));
        if (!remainder.isEmpty()) {
            record.set(Remainder.FIELD, remainder);
        }
        out.write(CanonicalJson.text(record).getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }

    @Override
    public void finish() throws IOException {
        out.flush();
    }

    private static ObjectNode record(LlmCall call) {
        ObjectNode record = NODES.objectNode();
        if (call.occurredAt() != null) {
            record.put("timestamp", call.occurredAt().toString());
        }
        if (call.conversation() != null) {
            record.put("conversation_id", call.conversation());
        }
        record.set("request", request(call));
        if (call.response() != null) {
            record.set("response", response(call, call.response()));
        }
        if (call.latency() != null) {
            record.put("latency_ms", Times.milliseconds(call.latency()));
        }
        if (call.error() != null) {
            record.set("error", error(call.error()));
        }
        ObjectNode metadata = NODES.objectNode();
        call.metadata().forEach((name, value) -> {
            if (!name.equals(REQUESTED)) {
                metadata.set(name, value);
            }
        });
        if (!metadata.isEmpty()) {
            record.set("metadata", metadata);
        }
        return record;
    }

    private static ObjectNode request(LlmCall call) {
        ObjectNode request = NODES.objectNode();
        JsonNode requested = call.metadata().get(REQUESTED);
        put(request, "model", requested != null && requested.isString() ? requested.stringValue() : call.model());
        request.set("messages", OpenAiJson.messages(call.messages()));
        if (!call.tools().isEmpty()) {
            request.putArray("tools").addAll(call.tools());
        }
        for (Map.Entry<String, JsonNode> parameter : call.parameters().entrySet()) {
            if (!NO_PARAMETERS.contains(parameter.getKey())) {
                request.set(parameter.getKey(), parameter.getValue());
            }
        }
        return request;
    }

    private static ObjectNode response(LlmCall call, Message message) {
        ObjectNode response = NODES.objectNode();
        put(response, "id", call.providerCallId());
        response.put("object", "chat.completion");
        put(response, "model", call.model());
        ObjectNode choice = response.putArray("choices").addObject().put("index", 0);
        choice.set("message", OpenAiJson.message(message));
        choice.put("finish_reason", call.finishReason());
        if (call.usage() != null) {
            response.set("usage", usage(call.usage()));
        }
        return response;
    }

    private static ObjectNode usage(Usage counted) {
        ObjectNode usage = NODES.objectNode().put("prompt_tokens", counted.promptTokens()).put("completion_tokens", counted.completionTokens())
                .put("total_tokens", (long) counted.promptTokens() + counted.completionTokens());
        usage.putObject("prompt_tokens_details").put("cached_tokens", counted.cachedTokens());
        return usage;
    }

    private static ObjectNode error(CallError error) {
        ObjectNode written = NODES.objectNode();
        if (error.status() != null) {
            written.put("status", error.status());
        }
        put(written, "code", error.code());
        return written.put("message", error.message());
    }

    private static void put(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }
}
