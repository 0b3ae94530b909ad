package dev.downshift.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Wraps an assistant's message as a provider does: whole or in chunks, with usage, and says that it is simulated. */
final class Completions {

    private Completions() {}

    static ObjectNode whole(JsonNode request, ObjectNode message, long createdSecond) {
        ObjectNode completion = head(request, message, createdSecond, "chat.completion");
        ObjectNode choice = completion.putArray("choices").addObject().put("index", 0);
        choice.set("message", message);
        choice.putNull("logprobs").put("finish_reason", finishReason(message));
        completion.set("usage", usage(request, message));
        return completion;
    }

    /** The chunks of the same answer, streamed. */
    static List<ObjectNode> chunks(JsonNode request, ObjectNode message, long createdSecond) {
        List<ObjectNode> chunks = new ArrayList<>();
        chunks.add(chunk(request, message, createdSecond, Json.object().put("role", "assistant").put("content", "")));
        for (String piece : pieces(message.path("content").asString(""))) {
            chunks.add(chunk(request, message, createdSecond, Json.object().put("content", piece)));
        }
        JsonNode call = message.path("tool_calls").path(0);
        if (call instanceof ObjectNode toolCall) {
            ObjectNode delta = Json.object();
            delta.putArray("tool_calls").add(toolCall.deepCopy().put("index", 0));
            chunks.add(chunk(request, message, createdSecond, delta));
        }
        ObjectNode last = chunk(request, message, createdSecond, Json.object());
        ((ObjectNode) last.path("choices").path(0)).put("finish_reason", finishReason(message));
        chunks.add(last);
        if (request.path("stream_options").path("include_usage").asBoolean(false)) {
            ObjectNode total = head(request, message, createdSecond, "chat.completion.chunk");
            total.putArray("choices");
            total.set("usage", usage(request, message));
            chunks.add(total);
        }
        return chunks;
    }

    private static List<String> pieces(String text) {
        return text.isEmpty() ? List.of() : List.of(text.splitWithDelimiters("(?<=\\s)", 0));
    }

    private static ObjectNode chunk(JsonNode request, ObjectNode message, long createdSecond, ObjectNode delta) {
        ObjectNode chunk = head(request, message, createdSecond, "chat.completion.chunk");
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.putNull("finish_reason");
        return chunk;
    }

    private static ObjectNode head(JsonNode request, ObjectNode message, long createdSecond, String kind) {
        long id = Hashes.of(Json.write(request.path("messages")), Json.write(message), String.valueOf(createdSecond));
        ObjectNode head = Json.object().put("id", "chatcmpl-" + Long.toUnsignedString(id, 36)).put("object", kind)
                .put("created", createdSecond).put("model", request.path("model").asString("gpt-4.1") + "-2025-04-14");
        head.put("system_fingerprint", "fp_simulated").putObject("metadata").put("simulated", true);
        return head;
    }

    static String finishReason(JsonNode message) {
        return message.path("tool_calls").isEmpty() ? "stop" : "tool_calls";
    }

    static ObjectNode usage(JsonNode request, JsonNode message) {
        int prompt = Tokens.of(request.path("messages")) + (request.has("tools") ? Tokens.of(request.path("tools")) : 0);
        int completion = completionTokens(message);
        ObjectNode usage = Json.object().put("prompt_tokens", prompt).put("completion_tokens", completion).put("total_tokens", prompt + completion);
        usage.putObject("prompt_tokens_details").put("cached_tokens", 0);
        return usage;
    }

    static int completionTokens(JsonNode message) {
        return Tokens.of(message.path("content").asString("")) + (message.has("tool_calls") ? Tokens.of(message.path("tool_calls").path(0).path("function")) : 0);
    }

    /** A realistic latency in milliseconds: a start, a time for each token, and a long tail. */
    static long latencyMillis(JsonNode message, RandomGenerator random) {
        double spread = Math.exp(0.35 * random.nextGaussian());
        return Math.round((320 + 11.0 * completionTokens(message)) * spread);
    }
}
