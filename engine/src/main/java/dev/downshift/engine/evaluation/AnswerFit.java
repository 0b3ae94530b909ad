package dev.downshift.engine.evaluation;

import dev.downshift.engine.traces.Message;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Whether an answer has the form of its task's answers, so that it can teach and test a model. */
public final class AnswerFit {

    private static final int LONGEST_LABEL = 200;

    private final OutputShape shape;

    private AnswerFit(OutputShape shape) {
        this.shape = shape;
    }

    public static AnswerFit of(OutputShape shape) {
        return new AnswerFit(shape);
    }

    /**
     * Why an answer does not fit, in the words of a manifest; empty when it does.
     *
     * @param tools the names of the tools that the call offered
     */
    public Optional<String> misfit(Message answer, Set<String> tools) {
        return switch (shape) {
            case TOOL_CALL -> toolCallMisfit(answer, tools);
            case LABEL -> !answer.toolCalls().isEmpty() ? Optional.of("calls a tool where a label is expected") : labelMisfit(answer.text().strip());
            case JSON_OBJECT -> isObject(answer.text()) && answer.toolCalls().isEmpty()
                    ? Optional.empty() : Optional.of("is not a JSON object");
            case TEXT -> answer.text().isBlank() ? Optional.of("is empty") : Optional.empty();
        };
    }

    /** Nothing but a tool's name and parsing arguments can be taught; a text beside the call is left out of examples. */
    private static Optional<String> toolCallMisfit(Message answer, Set<String> tools) {
        if (answer.toolCalls().isEmpty()) {
            return answer.text().isBlank() ? Optional.of("is empty") : Optional.empty();
        }
        for (Message.ToolCall call : answer.toolCalls()) {
            if (!tools.contains(call.name())) {
                return Optional.of("calls a tool that was not offered");
            }
            if (!isObject(call.arguments())) {
                return Optional.of("has arguments that are not a JSON object");
            }
        }
        return Optional.empty();
    }

    private static boolean isObject(String text) {
        JsonNode json = Metric.json(text);
        return json != null && json.isObject();
    }

    private static Optional<String> labelMisfit(String text) {
        if (text.isEmpty()) {
            return Optional.of("is empty");
        }
        return text.length() > LONGEST_LABEL ? Optional.of("is too long for a label") : Optional.empty();
    }

    /** The names in OpenAI's tool definitions. */
    public static Set<String> toolNames(Iterable<JsonNode> tools) {
        Set<String> names = new TreeSet<>();
        for (JsonNode tool : tools) {
            names.add(tool.path("function").path("name").asString(tool.path("name").asString("")));
        }
        return names;
    }
}
