package dev.downshift.core.datasets;

import dev.downshift.core.intake.CallId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One example: a redacted prompt with its reference answer, in OpenAI's form.
 *
 * @param ordinal the place in the dataset, from 0
 * @param call the call it was taken from
 * @param model the model that answered the call, where it was logged
 * @param messages the prompt
 * @param tools the tool definitions that the call offered
 * @param answer the reference: an assistant's message
 * @param parameters what else the request set ({@code response_format}, {@code tool_choice}, {@code max_tokens}, ...)
 */
public record Example(int ordinal, CallId call, @Nullable String model, List<JsonNode> messages, List<JsonNode> tools, JsonNode answer,
        ObjectNode parameters) {
    public Example {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }
}
