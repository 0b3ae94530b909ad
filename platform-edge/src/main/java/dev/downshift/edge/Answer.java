package dev.downshift.edge;

import dev.downshift.edge.Generation.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One answer in the API's JSON: whole, or as the chunks of a stream. */
final class Answer {

    private final String id = "chatcmpl-" + UUID.randomUUID();
    private final long created = Instant.now().getEpochSecond();
    private final String model;
    private final int promptTokens;
    private final boolean toolsOffered;

    Answer(String model, int promptTokens, boolean toolsOffered) {
        this.model = model;
        this.promptTokens = promptTokens;
        this.toolsOffered = toolsOffered;
    }

    ToolCalls toolCalls(String text) {
        return toolsOffered ? ToolCalls.parse(text) : new ToolCalls(text, List.of());
    }

    ObjectNode complete(String text, Outcome outcome) {
        ToolCalls written = toolCalls(text);
        ObjectNode root = root("chat.completion");
        ObjectNode choice = choice(root);
        ObjectNode message = choice.putObject("message");
        message.put("role", "assistant");
        if (written.calls().isEmpty()) {
            message.put("content", written.content());
        } else {
            message.put("content", written.content().isEmpty() ? null : written.content());
            message.set("tool_calls", ToolCalls.toJson(written.calls()));
        }
        choice.putNull("logprobs");
        choice.put("finish_reason", finishReason(written, outcome));
        addUsage(root, outcome);
        return root;
    }

    ObjectNode begin() {
        ObjectNode root = root("chat.completion.chunk");
        delta(root).put("role", "assistant").put("content", "");
        return root;
    }

    ObjectNode text(String piece) {
        ObjectNode root = root("chat.completion.chunk");
        delta(root).put("content", piece);
        return root;
    }

    ObjectNode calls(List<ToolCalls.Call> calls) {
        ObjectNode root = root("chat.completion.chunk");
        ArrayNode array = delta(root).putArray("tool_calls");
        for (int i = 0; i < calls.size(); i++) {
            array.add(JsonNodeFactory.instance.objectNode().put("index", i).setAll(calls.get(i).toJson()));
        }
        return root;
    }

    ObjectNode finish(ToolCalls written, Outcome outcome) {
        ObjectNode root = root("chat.completion.chunk");
        ObjectNode choice = choice(root);
        choice.putObject("delta");
        choice.put("finish_reason", finishReason(written, outcome));
        return root;
    }

    ObjectNode usage(Outcome outcome) {
        ObjectNode root = root("chat.completion.chunk");
        root.putArray("choices");
        addUsage(root, outcome);
        return root;
    }

    private ObjectNode root(String object) {
        return JsonNodeFactory.instance.objectNode().put("id", id).put("object", object).put("created", created).put("model", model);
    }

    private static ObjectNode choice(ObjectNode root) {
        return root.putArray("choices").addObject().put("index", 0);
    }

    private static ObjectNode delta(ObjectNode root) {
        ObjectNode choice = choice(root);
        ObjectNode delta = choice.putObject("delta");
        choice.putNull("finish_reason");
        return delta;
    }

    private static String finishReason(ToolCalls written, Outcome outcome) {
        if (!written.calls().isEmpty()) {
            return "tool_calls";
        }
        return outcome.cutOff() ? "length" : "stop";
    }

    private void addUsage(ObjectNode root, Outcome outcome) {
        root.putObject("usage")
                .put("prompt_tokens", promptTokens)
                .put("completion_tokens", outcome.completionTokens())
                .put("total_tokens", promptTokens + outcome.completionTokens());
        root.putObject("timings")
                .put("queued_ms", outcome.queued().toMillis())
                .put("prompt_ms", outcome.prompt().toMillis())
                .put("predicted_ms", outcome.generated().toMillis());
    }
}
