package dev.downshift.engine.traces;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Renames what a tracing tool recorded as the input and output of a call to the attributes of the semantic conventions. */
final class SpanBodies {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Map<String, String> REQUEST = Map.ofEntries(
            Map.entry("messages", "gen_ai.input.messages"), Map.entry("contents", "gen_ai.input.messages"),
            Map.entry("input", "gen_ai.input.messages"), Map.entry("prompt", "gen_ai.input.messages"), Map.entry("prompts", "gen_ai.input.messages"),
            Map.entry("system", "gen_ai.system_instructions"), Map.entry("instructions", "gen_ai.system_instructions"),
            Map.entry("system_prompt", "gen_ai.system_instructions"), Map.entry("chat_ctx", "gen_ai.input.messages"), Map.entry("items", "gen_ai.input.messages"),
            Map.entry("system_instruction", "gen_ai.system_instructions"), Map.entry("systemInstruction", "gen_ai.system_instructions"),
            Map.entry("tools", "gen_ai.tool.definitions"), Map.entry("functions", "gen_ai.tool.definitions"),
            Map.entry("model", "gen_ai.request.model"), Map.entry("model_name", "gen_ai.request.model"), Map.entry("modelId", "gen_ai.request.model"));
    /** Fields whose own fields belong to the request. */
    private static final Set<String> SETTINGS = Set.of("config", "kwargs", "generationConfig", "invocation_params", "inferenceConfig", "toolConfig");
    /** Fields that hold the messages of an answer. */
    private static final Set<String> ANSWERS = Set.of("choices", "output", "candidates", "generations", "replies", "content", "_content", "blocks", "parts", "message", "messages", "text",
            "tool_calls", "toolCalls", "toolExecutionRequests", "function_call", "gen_ai.event.content");
    private static final Set<String> OF_MESSAGES = Set.of("role", "_role", "messageType", "name", "type", "additional_kwargs", "kwargs", "data", "lc", "tool_call_id", "index", "kind", "gen_ai.system",
            "reasoning", "reasoning_content", "thinking", "thought", "source");
    private static final Set<String> FINISHES = Set.of("finish_reason", "stop_reason", "finishReason", "stopReason");
    /** What OpenAI's Responses repeat of their request, and a recorded input leaves out. */
    private static final Map<String, String> ECHOED = Map.of("instructions", "gen_ai.system_instructions", "tools", "gen_ai.tool.definitions");
    private static final Set<String> USAGE = Set.of("usage", "usage_metadata", "usageMetadata", "token_usage");

    private SpanBodies() {}

    static void request(@Nullable JsonNode input, ObjectNode attributes) {
        JsonNode body = input == null ? NODES.nullNode() : SpanAttributes.opened(input, "input");
        if (body.isArray()) {
            prompt(body, attributes);
        } else if (body.isObject() && body.propertyNames().stream().anyMatch(name -> "gen_ai.input.messages".equals(REQUEST.get(name)))) {
            settings(body, attributes);
        } else if (!body.isNull()) {
            attributes.set("input.value", body);
        }
    }

    /** The parameters of a request that stand apart from its messages. */
    static void settings(JsonNode body, ObjectNode attributes) {
        body.properties().forEach(field -> {
            String name = REQUEST.get(field.getKey());
            JsonNode value = field.getValue();
            if (value.isNull() || (value.isString() && value.stringValue().isEmpty())) {
                return;
            }
            if (SETTINGS.contains(field.getKey()) && value.isObject()) {
                settings(value, attributes);
            } else if (name == null || attributes.has(name)) {
                if (name == null || !value.equals(attributes.get(name))) {
                    attributes.putIfAbsent("gen_ai.request." + field.getKey(), value);
                }
            } else if (name.equals("gen_ai.input.messages")) {
                prompt(SpanAttributes.opened(value, field.getKey()), attributes);
            } else {
                attributes.set(name, value);
            }
        });
    }

    /** LangChain's handlers write each tool that the model may call as one more message. */
    private static void prompt(JsonNode messages, ObjectNode attributes) {
        if (!messages.isArray()) {
            attributes.set("gen_ai.input.messages", messages);
            return;
        }
        ArrayNode said = attributes.putArray("gen_ai.input.messages");
        ArrayNode tools = NODES.arrayNode();
        messages.forEach(message -> (message.path("content").path("function").isObject() ? tools : said)
                .add(message.path("content").path("function").isObject() ? message.path("content") : message));
        if (!tools.isEmpty()) {
            attributes.putIfAbsent("gen_ai.tool.definitions", tools);
        }
    }

    static void answer(@Nullable JsonNode output, ObjectNode attributes) {
        JsonNode body = output == null ? NODES.nullNode() : SpanAttributes.opened(output, "output");
        if (body.isObject() && ANSWERS.stream().anyMatch(body::hasNonNull)) {
            attributes.set("gen_ai.output.messages", answerOf(body, attributes));
        } else if (output != null && !body.isNull()) {
            attributes.set("gen_ai.output.messages", output);
        }
    }

    private static ObjectNode answerOf(JsonNode body, ObjectNode attributes) {
        ObjectNode answer = NODES.objectNode();
        body.properties().forEach(field -> {
            String name = field.getKey();
            JsonNode value = field.getValue();
            if (ANSWERS.contains(name) || OF_MESSAGES.contains(name)) {
                answer.set(name, value);
            } else if (USAGE.contains(name)) {
                usage(value, attributes);
            } else if (name.equals("llm_output") && value.isObject()) {
                answerOf(value, attributes);
            } else if (name.equals("id") && value.isString()) {
                attributes.putIfAbsent("gen_ai.response.id", value);
            } else if (Set.of("model", "model_name", "modelVersion").contains(name)) {
                attributes.putIfAbsent("gen_ai.response.model", value);
            } else if (FINISHES.contains(name)) {
                attributes.putIfAbsent("gen_ai.response.finish_reasons", value);
                answer.set(name, value);
            } else if (!value.isNull()) {
                attributes.putIfAbsent(ECHOED.getOrDefault(name, "response." + name), value);
            }
        });
        return answer;
    }

    /** The counts of tokens, by any provider's names. Anthropic counts the tokens of its cache apart from the others. */
    static void usage(JsonNode usage, ObjectNode attributes) {
        int apart = count(usage, "cache_read_input_tokens") + count(usage, "cache_creation_input_tokens");
        int cached = count(usage, "cache_read_input_tokens", "cacheReadInputTokens") + count(usage, "cached_content_token_count", "cachedContentTokenCount")
                + count(usage.path("prompt_tokens_details"), "cached_tokens") + count(usage.path("input_tokens_details"), "cached_tokens")
                + count(usage.path("input_token_details"), "cache_read");
        JsonNode prompt = first(usage, "input_tokens", "prompt_tokens", "prompt_token_count", "promptTokenCount", "inputTokens");
        JsonNode completion = first(usage, "output_tokens", "completion_tokens", "candidates_token_count", "candidatesTokenCount", "outputTokens");
        if (prompt != null && prompt.isInt()) {
            attributes.putIfAbsent("gen_ai.usage.input_tokens", NODES.numberNode(prompt.intValue() + (long) apart));
        }
        if (completion != null) {
            attributes.putIfAbsent("gen_ai.usage.output_tokens", completion);
        }
        if (cached > 0) {
            attributes.putIfAbsent("gen_ai.usage.cache_read.input_tokens", NODES.numberNode(cached));
        }
    }

    private static int count(JsonNode usage, String... names) {
        JsonNode value = first(usage, names);
        return value != null && value.isInt() && value.intValue() > 0 ? value.intValue() : 0;
    }

    private static @Nullable JsonNode first(JsonNode object, String... names) {
        for (String name : names) {
            if (object.hasNonNull(name)) {
                return object.get(name);
            }
        }
        return null;
    }
}
