package dev.downshift.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Renders OpenAI chat messages into the prompt text of a ChatML model, as the trainer does ({@code trainer/README.md}); both are held to
 * {@code trainer/rendering-vectors.json}. Tools, tool calls and tool results become text, because the model's own template ignores them.
 */
final class PromptRendering {

    static final String CALL_BEGIN = "<tool_call>";
    static final String CALL_END = "</tool_call>";

    private static final String DEFAULT_SYSTEM = "You are a helpful AI assistant named SmolLM, trained by Hugging Face";
    private static final List<String> CONTROL_TOKENS = List.of("<|im_start|>", "<|im_end|>", "<|endoftext|>");
    private static final JsonMapper JSON = new JsonMapper();

    private PromptRendering() {}

    /** The prompt that ends where the assistant's answer begins. */
    static String prompt(List<JsonNode> messages, List<JsonNode> tools) {
        return conversation(messages, tools) + "<|im_start|>assistant\n";
    }

    /** The prompt without the beginning of an answer. */
    static String conversation(List<JsonNode> messages, List<JsonNode> tools) {
        List<Turn> turns = new ArrayList<>(messages.size() + 1);
        for (JsonNode message : messages) {
            turns.add(new Turn(role(message), content(message)));
        }
        if (turns.isEmpty() || !turns.getFirst().role().equals("system")) {
            turns.addFirst(new Turn("system", DEFAULT_SYSTEM));
        }
        if (!tools.isEmpty()) {
            turns.set(0, new Turn("system", turns.getFirst().content() + "\n\nTools:\n" + withoutControlTokens(definitions(tools))));
        }
        StringBuilder text = new StringBuilder();
        for (Turn turn : turns) {
            text.append("<|im_start|>").append(turn.role()).append('\n').append(turn.content()).append("<|im_end|>\n");
        }
        return text.toString();
    }

    private record Turn(String role, String content) {}

    private static String definitions(List<JsonNode> tools) {
        return CompactJson.withSortedKeys(JSON.createArrayNode().addAll(tools));
    }

    private static String role(JsonNode message) {
        String role = message.path("role").asString("user");
        return switch (role) {
            case "developer" -> "system";
            case "tool", "function" -> "user";
            default -> role;
        };
    }

    private static String content(JsonNode message) {
        String text = withoutControlTokens(text(message.path("content")));
        String role = message.path("role").asString("user");
        if (role.equals("tool") || role.equals("function")) {
            return "<tool_result>" + text + "</tool_result>";
        }
        StringJoiner lines = new StringJoiner("\n");
        if (!text.isEmpty()) {
            lines.add(text);
        }
        for (JsonNode call : message.path("tool_calls")) {
            lines.add(toolCall(call.path("function")));
        }
        return lines.toString();
    }

    private static String text(JsonNode content) {
        if (content.isString()) {
            return content.stringValue();
        }
        StringJoiner parts = new StringJoiner("\n");
        for (JsonNode part : content) {
            if (part.path("type").asString("").equals("text")) {
                parts.add(part.path("text").asString(""));
            }
        }
        return parts.toString();
    }

    private static String toolCall(JsonNode function) {
        String call = "{\"name\":" + CompactJson.ofString(function.path("name").asString("")) + ",\"arguments\":"
                + CompactJson.of(arguments(function.path("arguments"))) + "}";
        return CALL_BEGIN + withoutControlTokens(call) + CALL_END;
    }

    /** A model's broken arguments stay the text they were, as a JSON string. */
    private static JsonNode arguments(JsonNode arguments) {
        if (!arguments.isString()) {
            return arguments;
        }
        try {
            JsonNode parsed = JSON.readTree(arguments.stringValue());
            return parsed.isMissingNode() ? arguments : parsed;
        } catch (JacksonException notJson) {
            return arguments;
        }
    }

    private static String withoutControlTokens(String text) {
        String safe = text;
        for (String token : CONTROL_TOKENS) {
            safe = safe.replace(token, token.replace("<|", "<| "));
        }
        return safe;
    }
}
