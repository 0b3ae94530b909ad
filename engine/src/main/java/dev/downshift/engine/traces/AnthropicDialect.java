package dev.downshift.engine.traces;

import dev.downshift.engine.traces.Message.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Anthropic's Messages API. Its {@code input_tokens} leave out what was read from a cache or written to one. */
final class AnthropicDialect implements Dialect {

    private static final Set<String> BLOCKS = Set.of("tool_use", "tool_result", "thinking", "redacted_thinking", "server_tool_use", "document");

    @Override
    public TraceFormat format() {
        return TraceFormat.ANTHROPIC_MESSAGES;
    }

    @Override
    public boolean asks(JsonNode request) {
        JsonNode messages = request.path("messages");
        boolean typedSystem = request.path("system").isString() || request.path("system").path(0).has("type");
        return messages.isArray() && (request.has("anthropic_version") || typedSystem || request.path("tools").path(0).has("input_schema")
                || messages.valueStream().anyMatch(message -> message.path("content").valueStream().anyMatch(AnthropicDialect::isBlock)));
    }

    private static boolean isBlock(JsonNode part) {
        String type = part.path("type").asString("");
        return BLOCKS.contains(type) || (type.equals("image") && part.has("source"));
    }

    @Override
    public boolean answers(JsonNode response) {
        String type = response.path("type").asString("");
        return (type.equals("message") && response.path("content").isArray()) || type.equals("message_start")
                || (type.equals("error") && response.path("error").isObject())
                || (response.path("content").isArray() && response.has("stop_reason"));
    }

    @Override
    public Set<String> requestFields() {
        return Set.of("system", "messages", "tools", "tool_choice", "max_tokens", "temperature", "top_p", "top_k", "stop_sequences", "stream",
                "thinking", "output_config", "output_format", "anthropic_version", "anthropic_beta", "mcp_servers");
    }

    @Override
    public Set<String> responseFields() {
        return Set.of("id", "type", "role", "content", "model", "stop_reason", "stop_sequence", "usage", "container", "context_management");
    }

    @Override
    public ChatRequest request(Fields request) {
        Unread unread = new Unread(request.path());
        String model = request.takeModel();
        List<Message> messages = new ArrayList<>();
        AnthropicBlocks.system(request, messages, unread);
        JsonNode array = request.takeArray("messages");
        if (array == null || array.isEmpty()) {
            throw new BadRecord("\"" + request.pathOf("messages") + "\" is " + (array == null ? "missing" : "empty"),
                    "A request holds the prompt as an array of messages, oldest first.");
        }
        ToolDefinitions.objects(array, request.pathOf("messages")).forEach(message -> AnthropicBlocks.message(message, messages, unread));
        List<JsonNode> tools = new ArrayList<>();
        for (Fields tool : ToolDefinitions.objects(request.takeArray("tools"), request.pathOf("tools"))) {
            tools.add(tool.has("input_schema") ? ToolDefinitions.function(tool, "input_schema") : tool.node());
        }
        Map<String, JsonNode> parameters = new LinkedHashMap<>(request.rest());
        answerSchema(parameters);
        return new ChatRequest(model, messages, tools, parameters, unread.parts());
    }

    /** Moves the schema that the answer must fit to where a chat completion has it. */
    private static void answerSchema(Map<String, JsonNode> parameters) {
        JsonNode direct = parameters.get("output_format");
        JsonNode config = parameters.get("output_config");
        JsonNode format = direct == null && config != null ? config.get("format") : direct;
        if (format == null || !format.path("schema").isObject() || format.size() > 2) {
            return;
        }
        parameters.remove("output_format");
        if (direct == null && config instanceof ObjectNode object) {
            ObjectNode rest = object.deepCopy();
            rest.remove("format");
            parameters.put("output_config", rest);
            if (rest.isEmpty()) {
                parameters.remove("output_config");
            }
        }
        ToolDefinitions.responseFormat(parameters, format.get("schema"), Map.of());
    }

    @Override
    public ChatResponse response(JsonNode response, String path) {
        JsonNode body = StreamEvents.streamed(response) ? AnthropicStream.join(StreamEvents.read(response, path), path)
                : response.isString() ? StrictJson.parseEmbedded(response.stringValue(), path) : response;
        Fields fields = Fields.of(body, path);
        Answer answer = new Answer(path);
        fields.take("type");
        fields.take("role");
        answer.id = fields.takeIdentifier("id");
        answer.model(fields, List.of("model"));
        answer.error = CallErrors.read(fields.take("error"), null);
        answer.finishReason = fields.takeText("stop_reason");
        usage(fields, answer);
        for (Fields block : ToolDefinitions.objects(fields.takeArray("content"), fields.pathOf("content"))) {
            AnthropicBlocks.answer(block, answer);
        }
        answer.unread.rest(fields);
        return answer.response("content");
    }

    private static void usage(Fields body, Answer answer) {
        Fields usage = body.takeObject("usage");
        if (usage != null) {
            Integer read = usage.takeCount("cache_read_input_tokens");
            Integer prompt = Answer.sum(usage.takeCount("input_tokens"), read, usage.takeCount("cache_creation_input_tokens"));
            answer.usage(prompt, usage.takeCount("output_tokens"), read);
            JsonNode written = usage.peek("cache_creation_input_tokens");
            if (written != null && written.asInt(0) > 0) {
                answer.unread.put(usage.pathOf("cache_creation_input_tokens"), written);
            }
            answer.unread.counts(usage, "total_tokens");
        }
    }
}
