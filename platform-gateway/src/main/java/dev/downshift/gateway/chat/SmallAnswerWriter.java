package dev.downshift.gateway.chat;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a small model's checked answer as the client asked for it: whole, or as a stream. */
final class SmallAnswerWriter {

    private static final JsonMapper JSON = new JsonMapper();

    private SmallAnswerWriter() {}

    static void write(ObjectNode completion, JsonNode request, HttpServletResponse response) throws IOException {
        if (request.path("stream").asBoolean(false)) {
            stream(completion, request.path("stream_options").path("include_usage").asBoolean(false), response);
        } else {
            byte[] body = JSON.writeValueAsBytes(completion);
            response.setContentType("application/json");
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        }
    }

    private static void stream(ObjectNode completion, boolean includeUsage, HttpServletResponse response) throws IOException {
        response.setContentType("text/event-stream;charset=utf-8");
        response.setHeader("Cache-Control", "no-cache");
        OutputStream out = response.getOutputStream();
        JsonNode choice = completion.path("choices").path(0);
        JsonNode message = choice.path("message");
        send(out, chunk(completion, JSON.createObjectNode().put("role", "assistant").put("content", ""), null));
        String text = message.path("content").asString("");
        if (!text.isEmpty()) {
            send(out, chunk(completion, JSON.createObjectNode().put("content", text), null));
        }
        if (!message.path("tool_calls").isEmpty()) {
            send(out, chunk(completion, calls(message.path("tool_calls")), null));
        }
        send(out, chunk(completion, JSON.createObjectNode(), choice.path("finish_reason").asString("stop")));
        if (includeUsage) {
            ObjectNode last = head(completion);
            last.putArray("choices");
            last.set("usage", completion.path("usage"));
            send(out, last);
        }
        out.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static ObjectNode calls(JsonNode toolCalls) {
        ObjectNode delta = JSON.createObjectNode();
        ArrayNode array = delta.putArray("tool_calls");
        for (int i = 0; i < toolCalls.size(); i++) {
            array.add(JSON.createObjectNode().put("index", i).setAll((ObjectNode) toolCalls.get(i)));
        }
        return delta;
    }

    private static ObjectNode chunk(ObjectNode completion, ObjectNode delta, @Nullable String finishReason) {
        ObjectNode chunk = head(completion);
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.put("finish_reason", finishReason);
        return chunk;
    }

    private static ObjectNode head(ObjectNode completion) {
        return JSON.createObjectNode()
                .put("id", completion.path("id").asString(""))
                .put("object", "chat.completion.chunk")
                .put("created", completion.path("created").asLong(0))
                .put("model", completion.path("model").asString(""));
    }

    private static void send(OutputStream out, JsonNode data) throws IOException {
        out.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    }
}
