package dev.downshift.engine.traces;

import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's chat completions, with the answer of a stored completion beside its messages. */
final class ChatCompletionDialect implements Dialect {

    private static final Set<String> ROLES = Set.of("system", "developer", "tool", "function");

    @Override
    public TraceFormat format() {
        return TraceFormat.CHAT_COMPLETIONS;
    }

    @Override
    public boolean asks(JsonNode request) {
        return request.has("functions") || request.path("tools").path(0).has("function") || request.path("messages").valueStream().anyMatch(message ->
                ROLES.contains(message.path("role").asString("")) || message.has("tool_calls")
                        || message.path("content").valueStream().anyMatch(part -> part.has("image_url") || part.has("input_audio") || part.has("file")));
    }

    @Override
    public boolean answers(JsonNode response) {
        return response.path("choices").isArray();
    }

    @Override
    public Set<String> requestFields() {
        return ChatRequest.FIELDS;
    }

    @Override
    public Set<String> responseFields() {
        return Set.of("id", "object", "created", "model", "choices", "usage", "system_fingerprint", "service_tier", "request_id");
    }

    @Override
    public ChatRequest request(Fields request) {
        JsonNode list = request.peek("messages");
        JsonNode data = list == null ? null : list.get("data");
        if (data == null || !data.isArray()) {
            return ChatRequest.read(request);
        }
        ObjectNode unwrapped = ((ObjectNode) request.node()).deepCopy();
        unwrapped.set("messages", data);
        return ChatRequest.read(Fields.of(unwrapped, request.path()));
    }

    @Override
    public ChatResponse response(JsonNode response, String path) {
        return ChatResponse.read(response, path);
    }
}
