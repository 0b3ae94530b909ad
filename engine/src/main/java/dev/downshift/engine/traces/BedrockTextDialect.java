package dev.downshift.engine.traces;

import dev.downshift.engine.traces.Message.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The bodies of Bedrock's models that complete a text: Meta's Llama, and Amazon's Titan, which lists its results. */
final class BedrockTextDialect implements Dialect {

    @Override
    public TraceFormat format() {
        return TraceFormat.BEDROCK;
    }

    @Override
    public boolean asks(JsonNode request) {
        return request.path("inputText").isString() || (request.path("prompt").isString() && request.has("max_gen_len"));
    }

    @Override
    public boolean answers(JsonNode response) {
        return response.path("generation").isString() || response.path("outputText").isString() || response.path("results").path(0).path("outputText").isString();
    }

    @Override
    public Set<String> requestFields() {
        return Set.of("inputText", "prompt", "textGenerationConfig", "max_gen_len", "temperature", "top_p");
    }

    @Override
    public Set<String> responseFields() {
        return Set.of();
    }

    @Override
    public ChatRequest request(Fields request) {
        String model = request.takeModel();
        String name = request.has("inputText") ? "inputText" : "prompt";
        String prompt = request.takeText(name);
        if (prompt == null) {
            throw new BadRecord("\"" + request.pathOf(name) + "\" is missing", "Log the request body, with its prompt, beside the response.");
        }
        return new ChatRequest(model, List.of(Message.of(Role.USER, prompt)), List.of(), request.rest(), Map.of());
    }

    @Override
    public ChatResponse response(JsonNode response, String path) {
        Answer answer = new Answer(path);
        StringBuilder text = new StringBuilder();
        for (Fields body : bodies(response, path)) {
            Integer prompt = body.takeCount(body.has("prompt_token_count") ? "prompt_token_count" : "inputTextTokenCount");
            List<Fields> results = ToolDefinitions.objects(body.takeArray("results"), body.pathOf("results"));
            Fields said = results.isEmpty() ? body : results.getFirst();
            String part = said.takeText(said.has("generation") ? "generation" : "outputText");
            text.append(part == null ? "" : part);
            Integer completion = first(said.takeCount("generation_token_count"), said.takeCount("tokenCount"), said.takeCount("totalOutputTextTokenCount"));
            if (prompt != null || completion != null) {
                Integer before = answer.usage == null ? null : Integer.valueOf(answer.usage.promptTokens());
                answer.usage(prompt == null ? before : prompt, completion, null);
            }
            String reason = said.takeText(said.has("stop_reason") ? "stop_reason" : "completionReason");
            answer.finishReason = reason == null ? answer.finishReason : reason;
            answer.error = answer.error == null ? CallErrors.read(body.take("error"), null) : answer.error;
            for (Fields other : results.isEmpty() ? results : results.subList(1, results.size())) {
                answer.unread.put(other.path(), other.node());
            }
            said.take("index");
            answer.unread.rest(said);
            if (said != body) {
                answer.unread.rest(body);
            }
        }
        answer.parts.text(text.isEmpty() && answer.error != null ? null : text.toString());
        return answer.response("generation");
    }

    private static @Nullable Integer first(@Nullable Integer... counts) {
        for (Integer count : counts) {
            if (count != null) {
                return count;
            }
        }
        return null;
    }

    private static List<Fields> bodies(JsonNode response, String path) {
        return StreamEvents.streamed(response) ? StreamEvents.read(response, path)
                : List.of(Fields.of(response.isString() ? StrictJson.parseEmbedded(response.stringValue(), path) : response, path));
    }
}
