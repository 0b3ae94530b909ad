package dev.downshift.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A chat completion as it was asked for. Without a temperature the answer is greedy: a fine-tuned model is asked for its best answer.
 *
 * @param messages the conversation, in the API's form
 * @param tools the tools' definitions; none when the request forbids to call them
 * @param grammar what the answer is confined to, in GBNF
 * @param maximumTokens how long the answer may be; null as long as the context allows
 * @param includeUsage whether a stream ends with the token counts
 * @param cachePrompt whether what the prompt shares with the one before need not be computed again. It is much faster, but rounds
 *     differently: without it the same request has the same answer to the last bit
 */
record ChatRequest(
        List<JsonNode> messages,
        List<JsonNode> tools,
        @Nullable String grammar,
        @Nullable Integer maximumTokens,
        float temperature,
        float topP,
        int seed,
        List<String> stop,
        boolean stream,
        boolean includeUsage,
        boolean cachePrompt) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant", "tool", "function");

    /** @throws RequestError naming the field that is wrong */
    static ChatRequest parse(byte[] body) {
        JsonNode root = read(body);
        List<JsonNode> messages = messages(root.path("messages"));
        List<JsonNode> tools = tools(root);
        if (root.path("n").asInt(1) != 1) {
            throw RequestError.invalid("n", "This server gives one answer a request.");
        }
        if (root.path("logprobs").asBoolean(false)) {
            throw RequestError.invalid("logprobs", "This server does not give log probabilities.");
        }
        return new ChatRequest(
                messages,
                tools,
                grammar(root, tools),
                maximumTokens(root),
                (float) number(root, "temperature", 0, 0, 2),
                (float) number(root, "top_p", 1, 0, 1),
                root.path("seed").isIntegralNumber() ? (int) root.path("seed").asLong() : 0,
                stop(root.path("stop")),
                root.path("stream").asBoolean(false),
                root.path("stream_options").path("include_usage").asBoolean(false),
                root.path("cache_prompt").asBoolean(true));
    }

    private static JsonNode read(byte[] body) {
        try {
            JsonNode root = JSON.readTree(body);
            if (!root.isObject()) {
                throw RequestError.invalid("body", "The request body is a JSON object with messages.");
            }
            return root;
        } catch (JacksonException broken) {
            throw RequestError.invalid("body", "The request body is not JSON: " + broken.getOriginalMessage());
        }
    }

    private static List<JsonNode> messages(JsonNode messages) {
        if (!messages.isArray() || messages.isEmpty()) {
            throw RequestError.invalid("messages", "messages is an array of at least one message.");
        }
        List<JsonNode> read = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            JsonNode message = messages.get(i);
            String at = "messages[" + i + "]";
            if (!ROLES.contains(message.path("role").asString(""))) {
                throw RequestError.invalid(at + ".role", at + ".role is one of system, developer, user, assistant, tool.");
            }
            JsonNode content = message.path("content");
            if (!content.isString() && !content.isArray() && !content.isNull() && !content.isMissingNode()) {
                throw RequestError.invalid(at + ".content", at + ".content is a string or an array of parts.");
            }
            read.add(message);
        }
        return List.copyOf(read);
    }

    private static List<JsonNode> tools(JsonNode root) {
        JsonNode tools = root.path("tools");
        if (root.path("tool_choice").asString("").equals("none") || tools.isMissingNode() || tools.isNull()) {
            return List.of();
        }
        List<JsonNode> read = new ArrayList<>(tools.size());
        for (JsonNode tool : tools) {
            if (!tool.path("function").path("name").isString()) {
                throw RequestError.invalid("tools", "Each tool is {\"type\": \"function\", \"function\": {\"name\": ...}}.");
            }
            read.add(tool);
        }
        return List.copyOf(read);
    }

    private static @Nullable String grammar(JsonNode root, List<JsonNode> tools) {
        JsonNode choice = root.path("tool_choice");
        if (choice.asString("").equals("required") && !tools.isEmpty()) {
            return Grammar.ofToolCalls(tools);
        }
        if (choice.isObject()) {
            String name = choice.path("function").path("name").asString("");
            List<JsonNode> chosen = tools.stream().filter(tool -> tool.path("function").path("name").asString("").equals(name)).toList();
            if (chosen.isEmpty()) {
                throw RequestError.invalid("tool_choice", "tool_choice names " + name + ", which is not among the tools.");
            }
            return Grammar.ofToolCalls(chosen);
        }
        JsonNode format = root.path("response_format");
        return switch (format.path("type").asString("text")) {
            case "text" -> null;
            case "json_object" -> tools.isEmpty() ? Grammar.ofObject() : null;
            case "json_schema" -> tools.isEmpty() ? Grammar.ofSchema(schema(format)) : null;
            default -> throw RequestError.invalid("response_format.type", "response_format.type is text, json_object or json_schema.");
        };
    }

    private static JsonNode schema(JsonNode format) {
        JsonNode schema = format.path("json_schema").path("schema");
        if (!schema.isObject()) {
            throw RequestError.invalid("response_format.json_schema.schema", "response_format.json_schema.schema is a JSON schema.");
        }
        return schema;
    }

    private static @Nullable Integer maximumTokens(JsonNode root) {
        String field = root.hasNonNull("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
        JsonNode value = root.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isIntegralNumber() || value.asLong() < 1 || value.asLong() > Integer.MAX_VALUE) {
            throw RequestError.invalid(field, field + " is a whole number of at least 1.");
        }
        return value.asInt();
    }

    private static double number(JsonNode root, String field, double absent, double least, double most) {
        JsonNode value = root.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return absent;
        }
        if (!value.isNumber() || value.asDouble() < least || value.asDouble() > most) {
            throw RequestError.invalid(field, field + " is a number from %s to %s.".formatted(least, most));
        }
        return value.asDouble();
    }

    private static List<String> stop(JsonNode stop) {
        List<String> read = new ArrayList<>();
        if (stop.isString()) {
            read.add(stop.stringValue());
        }
        for (JsonNode one : stop) {
            if (!one.isString()) {
                throw RequestError.invalid("stop", "stop is a string or an array of strings.");
            }
            read.add(one.stringValue());
        }
        return read.stream().filter(text -> !text.isEmpty()).toList();
    }
}
