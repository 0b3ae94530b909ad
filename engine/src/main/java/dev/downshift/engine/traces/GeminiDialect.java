package dev.downshift.engine.traces;

import dev.downshift.engine.traces.LlmCall.CallError;
import dev.downshift.engine.traces.Message.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Google's generateContent of the Gemini API and of Vertex AI, in the names of its JSON or of its Python client. */
final class GeminiDialect implements Dialect {

    @Override
    public TraceFormat format() {
        return TraceFormat.GEMINI;
    }

    @Override
    public boolean asks(JsonNode request) {
        return request.hasNonNull("contents");
    }

    @Override
    public boolean answers(JsonNode response) {
        return response.path("candidates").isArray() || response.has("promptFeedback") || response.has("usageMetadata");
    }

    @Override
    public Set<String> requestFields() {
        return Set.of("contents", "systemInstruction", "system_instruction", "tools", "toolConfig", "tool_config", "generationConfig", "generation_config",
                "safetySettings", "safety_settings", "cachedContent", "labels");
    }

    @Override
    public Set<String> responseFields() {
        return Set.of("candidates", "promptFeedback", "usageMetadata", "usage_metadata", "modelVersion", "model_version", "responseId", "response_id",
                "createTime", "model");
    }

    @Override
    public ChatRequest request(Fields request) {
        Unread unread = new Unread(request.path());
        String model = request.takeModel();
        List<Message> messages = new ArrayList<>();
        JsonNode system = take(request, "systemInstruction", "system_instruction");
        if (system != null) {
            GeminiParts.content(system, request.pathOf("systemInstruction"), Role.SYSTEM, messages, unread);
        }
        JsonNode contents = request.take("contents");
        if (contents == null || (contents.isContainer() && contents.isEmpty())) {
            throw new BadRecord("\"" + request.pathOf("contents") + "\" is " + (contents == null ? "missing" : "empty"),
                    "A request holds the prompt as an array of contents, oldest first.");
        }
        if (contents.isArray()) {
            for (int index = 0; index < contents.size(); index++) {
                GeminiParts.content(contents.get(index), request.pathOf("contents[" + index + "]"), Role.USER, messages, unread);
            }
        } else {
            GeminiParts.content(contents, request.pathOf("contents"), Role.USER, messages, unread);
        }
        List<JsonNode> tools = tools(request);
        Map<String, JsonNode> parameters = new LinkedHashMap<>(request.rest());
        answerSchema(parameters);
        return new ChatRequest(model, messages, tools, parameters, unread.parts());
    }

    private static @Nullable JsonNode take(Fields fields, String name, String other) {
        return fields.take(fields.has(name) ? name : other);
    }

    private static List<JsonNode> tools(Fields request) {
        List<JsonNode> tools = new ArrayList<>();
        for (Fields tool : ToolDefinitions.objects(request.takeArray("tools"), request.pathOf("tools"))) {
            String name = tool.has("functionDeclarations") ? "functionDeclarations" : "function_declarations";
            for (Fields function : ToolDefinitions.objects(tool.takeArray(name), tool.pathOf(name))) {
                tools.add(ToolDefinitions.function(function, function.has("parameters") ? "parameters" : "parametersJsonSchema"));
            }
            if (!tool.rest().isEmpty()) {
                tools.add(Unread.node(tool.rest()));
            }
        }
        return tools;
    }

    /** Moves the schema that the answer must fit to where a chat completion has it. */
    private static void answerSchema(Map<String, JsonNode> parameters) {
        String name = parameters.containsKey("generationConfig") ? "generationConfig" : "generation_config";
        if (!(parameters.get(name) instanceof ObjectNode config)) {
            return;
        }
        ObjectNode rest = config.deepCopy();
        JsonNode type = rest.path("responseMimeType").isMissingNode() ? rest.path("response_mime_type") : rest.path("responseMimeType");
        if (!type.asString("").equals("application/json")) {
            return;
        }
        JsonNode schema = null;
        for (String field : List.of("responseJsonSchema", "responseSchema", "response_json_schema", "response_schema")) {
            schema = schema == null ? rest.remove(field) : schema;
        }
        parameters.put(name, rest);
        ToolDefinitions.responseFormat(parameters, schema, Map.of());
    }

    @Override
    public ChatResponse response(JsonNode response, String path) {
        JsonNode body = StreamEvents.streamed(response) ? GeminiStream.join(StreamEvents.read(response, path))
                : response.isString() ? StrictJson.parseEmbedded(response.stringValue(), path) : response;
        Fields fields = Fields.of(body, path);
        Answer answer = new Answer(path);
        answer.id = fields.takeIdentifier(fields.has("responseId") ? "responseId" : "response_id");
        answer.model(fields, List.of("modelVersion", "model_version", "model"));
        answer.created = fields.take("createTime");
        answer.error = CallErrors.read(fields.take("error"), null);
        usage(fields, answer);
        JsonNode candidates = fields.takeArray("candidates");
        List<Fields> all = ToolDefinitions.objects(candidates, fields.pathOf("candidates"));
        for (Fields candidate : all) {
            if (candidate == all.getFirst()) {
                candidate(candidate, answer);
            } else {
                answer.unread.put(candidate.path(), candidate.node());
            }
        }
        blocked(fields, answer);
        answer.unread.rest(fields);
        return answer.response("candidates");
    }

    private static void candidate(Fields candidate, Answer answer) {
        candidate.take("index");
        answer.finishReason = candidate.takeText(candidate.has("finishReason") ? "finishReason" : "finish_reason");
        Fields content = candidate.takeObject("content");
        if (content != null) {
            content.take("role");
            ToolDefinitions.objects(content.takeArray("parts"), content.pathOf("parts"))
                    .forEach(part -> GeminiParts.part(part, answer.parts, answer.unread, true));
            answer.unread.rest(content);
        }
        answer.unread.rest(candidate);
    }

    /** A blocked prompt has no candidates, but a reason. */
    private static void blocked(Fields body, Answer answer) {
        JsonNode feedback = body.node().path("promptFeedback");
        JsonNode reason = feedback.path("blockReason");
        if (reason.isString() && answer.parts.isEmpty() && answer.error == null) {
            JsonNode message = feedback.path("blockReasonMessage");
            answer.error = new CallError(null, reason.stringValue(), message.isString() ? message.stringValue() : "The prompt was blocked: " + reason.stringValue());
        }
    }

    private static void usage(Fields body, Answer answer) {
        Fields usage = body.takeObject(body.has("usageMetadata") ? "usageMetadata" : "usage_metadata");
        if (usage != null) {
            boolean camel = usage.has("promptTokenCount") || usage.has("totalTokenCount");
            Integer thoughts = usage.takeCount(camel ? "thoughtsTokenCount" : "thoughts_token_count");
            answer.usage(usage.takeCount(camel ? "promptTokenCount" : "prompt_token_count"),
                    Answer.sum(usage.takeCount(camel ? "candidatesTokenCount" : "candidates_token_count"), thoughts),
                    usage.takeCount(camel ? "cachedContentTokenCount" : "cached_content_token_count"));
            if (thoughts != null && thoughts > 0) {
                answer.unread.put(usage.pathOf(camel ? "thoughtsTokenCount" : "thoughts_token_count"), JsonNodeFactory.instance.numberNode(thoughts));
            }
            answer.unread.counts(usage, camel ? "totalTokenCount" : "total_token_count");
        }
    }
}
