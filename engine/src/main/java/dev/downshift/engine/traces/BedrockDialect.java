package dev.downshift.engine.traces;

import dev.downshift.engine.traces.Message.Role;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Amazon Bedrock's Converse, whole or streamed. Its blocks have no type, but the one field that names it. */
final class BedrockDialect implements Dialect {

    @Override
    public TraceFormat format() {
        return TraceFormat.BEDROCK;
    }

    @Override
    public boolean asks(JsonNode request) {
        boolean untyped = request.path("messages").valueStream().anyMatch(message ->
                message.path("content").valueStream().anyMatch(block -> block.isObject() && !block.has("type") && BedrockBlocks.isBlock(block)));
        return request.path("messages").isArray() && (untyped || request.has("inferenceConfig") || request.has("toolConfig"));
    }

    @Override
    public boolean answers(JsonNode response) {
        return response.path("output").path("message").isObject() || response.path("messageStart").isObject()
                || (response.has("stopReason") && response.has("output"));
    }

    @Override
    public Set<String> requestFields() {
        return Set.of("modelId", "messages", "system", "inferenceConfig", "toolConfig", "guardrailConfig", "additionalModelRequestFields",
                "promptVariables", "additionalModelResponseFieldPaths", "requestMetadata", "performanceConfig");
    }

    @Override
    public Set<String> responseFields() {
        return Set.of("output", "stopReason", "usage", "metrics", "additionalModelResponseFields", "trace", "ResponseMetadata");
    }

    @Override
    public ChatRequest request(Fields request) {
        Unread unread = new Unread(request.path());
        String model = request.takeModel(request.has("modelId") ? "modelId" : "model");
        List<Message> messages = new ArrayList<>();
        JsonNode system = request.takeArray("system");
        if (system != null && !system.isEmpty()) {
            MessageParts parts = new MessageParts();
            ToolDefinitions.objects(system, request.pathOf("system")).forEach(block -> BedrockBlocks.block(block, parts, unread, false));
            messages.add(parts.message(Role.SYSTEM));
        }
        JsonNode array = request.takeArray("messages");
        if (array == null || array.isEmpty()) {
            throw new BadRecord("\"" + request.pathOf("messages") + "\" is " + (array == null ? "missing" : "empty"),
                    "A request holds the prompt as an array of messages, oldest first.");
        }
        ToolDefinitions.objects(array, request.pathOf("messages")).forEach(message -> BedrockBlocks.message(message, messages, unread));
        List<JsonNode> tools = tools(request, unread);
        return new ChatRequest(model, messages, tools, request.rest(), unread.parts());
    }

    private static List<JsonNode> tools(Fields request, Unread unread) {
        List<JsonNode> tools = new ArrayList<>();
        Fields config = request.takeObject("toolConfig");
        if (config != null) {
            for (Fields tool : ToolDefinitions.objects(config.takeArray("tools"), config.pathOf("tools"))) {
                Fields definition = tool.takeObject("toolSpec");
                if (definition == null) {
                    unread.put(tool.path(), tool.node());
                } else {
                    tools.add(definition(definition));
                }
            }
            unread.rest(config);
        }
        return tools;
    }

    private static JsonNode definition(Fields definition) {
        JsonNode schema = definition.peek("inputSchema");
        JsonNode json = schema == null ? null : schema.get("json");
        JsonNode tool = ToolDefinitions.function(definition, "inputSchema");
        if (json != null && tool.get("function") instanceof ObjectNode function) {
            function.set("parameters", json);
        }
        return tool;
    }

    @Override
    public ChatResponse response(JsonNode response, String path) {
        JsonNode body = StreamEvents.streamed(response) ? BedrockStream.join(StreamEvents.read(response, path))
                : response.isString() ? StrictJson.parseEmbedded(response.stringValue(), path) : response;
        Fields fields = Fields.of(body, path);
        Answer answer = new Answer(path);
        answer.error = CallErrors.read(fields.take(fields.has("error") ? "error" : "Error"), null);
        answer.finishReason = fields.takeText("stopReason");
        usage(fields, answer);
        Fields metrics = fields.takeObject("metrics");
        if (metrics != null) {
            answer.latency = Times.takeMilliseconds(metrics, "latencyMs");
            answer.unread.rest(metrics);
        }
        Fields output = fields.takeObject("output");
        Fields message = output == null ? null : output.takeObject("message");
        if (message != null) {
            message.take("role");
            ToolDefinitions.objects(message.takeArray("content"), message.pathOf("content"))
                    .forEach(block -> BedrockBlocks.block(block, answer.parts, answer.unread, true));
            answer.unread.rest(message);
        }
        JsonNode requestId = fields.node().path("ResponseMetadata").path("RequestId");
        answer.id = requestId.isString() ? requestId.stringValue() : null;
        answer.unread.rest(fields);
        return answer.response("output.message");
    }

    /** The tokens of the prompt are all but those of the answer: {@code inputTokens} leaves out what a cache held. */
    private static void usage(Fields body, Answer answer) {
        Fields usage = body.takeObject("usage");
        if (usage == null) {
            return;
        }
        String readName = usage.has("cacheReadInputTokens") ? "cacheReadInputTokens" : "cacheReadInputTokenCount";
        Integer read = usage.takeCount(readName);
        Integer written = usage.takeCount(usage.has("cacheWriteInputTokens") ? "cacheWriteInputTokens" : "cacheWriteInputTokenCount");
        Integer input = usage.takeCount("inputTokens");
        Integer output = usage.takeCount("outputTokens");
        Integer total = usage.takeCount("totalTokens");
        Integer prompt = total != null && input != null && total - (output == null ? 0 : output) == input ? input : Answer.sum(input, read, written);
        answer.usage(prompt, output, read);
        note(usage, "cacheWriteInputTokens", written, answer.unread);
        answer.unread.counts(usage, "totalTokens");
    }

    private static void note(Fields usage, String name, @Nullable Integer count, Unread unread) {
        if (count != null && count > 0) {
            unread.put(usage.pathOf(name), JsonNodeFactory.instance.numberNode(BigDecimal.valueOf(count)));
        }
    }
}
