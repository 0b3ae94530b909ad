package dev.downshift.core.datasets;

import dev.downshift.core.intake.CallId;
import dev.downshift.engine.evaluation.AnswerFit;
import dev.downshift.engine.evaluation.OutputShape;
import dev.downshift.engine.traces.LlmCall;
import dev.downshift.engine.traces.Message;
import dev.downshift.engine.traces.Message.Role;
import dev.downshift.engine.traces.OpenAiJson;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A stored call on its way into a dataset. */
record SourceCall(CallId id, String conversation, LlmCall call) {

    /** Parameters that shape an answer; the others only say how it travels or who asks. */
    private static final Set<String> KEPT_PARAMETERS = Set.of("response_format", "tool_choice", "max_tokens", "max_completion_tokens",
            "parallel_tool_calls", "stop");

    /** Why this call cannot be an example; empty when it can. */
    Optional<String> misfit(OutputShape shape) {
        Message answer = reference();
        if (answer == null) {
            return Optional.of("the call failed or has no answer");
        }
        if ("length".equals(call.finishReason()) && expected() == null) {
            return Optional.of("the answer was cut off");
        }
        return AnswerFit.of(shape).misfit(answer, AnswerFit.toolNames(call.tools())).map(reason -> "the answer " + reason);
    }

    /** The answer to learn and to be measured against: what the trace says was right, else what the incumbent answered. */
    @Nullable Message reference() {
        JsonNode expected = expected();
        if (expected == null) {
            return call.succeeded() ? call.response() : null;
        }
        if (expected.isObject() && (expected.has("tool_calls") || expected.path("role").asString("").equals("assistant"))) {
            ObjectNode request = JsonNodeFactory.instance.objectNode();
            request.putArray("messages").add(((ObjectNode) expected.deepCopy()).put("role", "assistant"));
            return OpenAiJson.call(request, null).messages().getFirst();
        }
        return Message.of(Role.ASSISTANT, expected.isString() ? expected.stringValue() : expected.toString());
    }

    private @Nullable JsonNode expected() {
        JsonNode expected = call.metadata().get("expected");
        return expected == null || expected.isNull() ? null : expected;
    }

    /** The example as it is stored and hashed. */
    ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("model", call.model());
        body.set("messages", OpenAiJson.messages(call.messages()));
        body.putArray("tools").addAll(call.tools());
        body.set("answer", OpenAiJson.message(Objects.requireNonNull(reference())));
        ObjectNode parameters = body.putObject("parameters");
        for (Map.Entry<String, JsonNode> parameter : call.parameters().entrySet()) {
            if (KEPT_PARAMETERS.contains(parameter.getKey())) {
                parameters.set(parameter.getKey(), parameter.getValue());
            }
        }
        return body;
    }

    /** What follows the system prompt. */
    List<Message> afterSystemPrompt() {
        return call.messages().stream().filter(message -> message.role() != Role.SYSTEM).toList();
    }
}
