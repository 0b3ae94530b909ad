package dev.downshift.gateway.chat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts the chunks of a streamed chat completion together into the completion that a blocking call would have returned. */
final class StreamAssembly {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int LONGEST_LINE = 4 << 20;
    /** Of the answer's text, in characters; what a stream sends beyond is passed on and not kept. */
    private static final int LARGEST_ANSWER = 16 << 20;

    private final StringBuilder content = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final TreeMap<Integer, Call> calls = new TreeMap<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private @Nullable ObjectNode head;
    private @Nullable JsonNode usage;
    private @Nullable String finishReason;
    private @Nullable JsonNode error;
    private boolean done;
    private int kept;

    private static final class Call {
        private String id = "";
        private final StringBuilder name = new StringBuilder();
        private final StringBuilder arguments = new StringBuilder();
    }

    /** Takes bytes as they come from the wire, cut anywhere. */
    void add(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                addLine(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else if (line.size() < LONGEST_LINE) {
                line.write(bytes[i]);
            }
        }
    }

    void addLine(String text) {
        if (!text.startsWith("data:")) {
            return;
        }
        String data = text.substring(5).strip();
        if (data.equals("[DONE]")) {
            done = true;
            return;
        }
        try {
            addChunk(JSON.readTree(data));
        } catch (JacksonException notJson) {
            error = JSON.createObjectNode().put("message", "The stream held an event that is not JSON.");
        }
    }

    /** Whether the stream came to its end. */
    boolean isComplete() {
        return finishReason != null || done;
    }

    @Nullable String finishReason() {
        return finishReason;
    }

    /** What the stream said instead of an answer. */
    @Nullable JsonNode error() {
        return error;
    }

    /** The assistant's message as far as it came. */
    ObjectNode message() {
        ObjectNode message = JSON.createObjectNode().put("role", "assistant");
        if (content.isEmpty() && !calls.isEmpty()) {
            message.putNull("content");
        } else {
            message.put("content", content.toString());
        }
        if (!refusal.isEmpty()) {
            message.put("refusal", refusal.toString());
        }
        if (!calls.isEmpty()) {
            ArrayNode array = message.putArray("tool_calls");
            for (Map.Entry<Integer, Call> call : calls.entrySet()) {
                ObjectNode written = array.addObject().put("id", call.getValue().id).put("type", "function");
                written.putObject("function").put("name", call.getValue().name.toString()).put("arguments", call.getValue().arguments.toString());
            }
        }
        return message;
    }

    /** The whole completion. */
    ObjectNode completion() {
        ObjectNode completion = head == null ? JSON.createObjectNode() : head.deepCopy();
        completion.put("object", "chat.completion");
        ObjectNode choice = completion.putArray("choices").addObject().put("index", 0);
        choice.set("message", message());
        choice.put("finish_reason", finishReason);
        if (usage != null) {
            completion.set("usage", usage);
        }
        return completion;
    }

    private void addChunk(JsonNode chunk) {
        if (chunk.has("error")) {
            error = chunk.path("error");
            return;
        }
        if (head == null && chunk instanceof ObjectNode object) {
            head = object.deepCopy();
            head.remove("choices");
        }
        if (chunk.path("usage").isObject()) {
            usage = chunk.path("usage");
        }
        JsonNode choice = chunk.path("choices").path(0);
        if (choice.path("index").asInt(0) != 0) {
            return;
        }
        if (choice.path("finish_reason").isString()) {
            finishReason = choice.path("finish_reason").stringValue();
        }
        JsonNode delta = choice.path("delta");
        kept += delta.toString().length();
        if (kept > LARGEST_ANSWER) {
            kept = LARGEST_ANSWER;
            error = JSON.createObjectNode().put("message", "The answer was too long to be kept.");
            return;
        }
        content.append(delta.path("content").asString(""));
        refusal.append(delta.path("refusal").asString(""));
        for (JsonNode part : delta.path("tool_calls")) {
            Call call = calls.computeIfAbsent(part.path("index").asInt(calls.size()), index -> new Call());
            call.id = part.path("id").asString(call.id);
            call.name.append(part.path("function").path("name").asString(""));
            call.arguments.append(part.path("function").path("arguments").asString(""));
        }
    }
}
