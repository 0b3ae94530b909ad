package dev.downshift.engine.traces;

import dev.downshift.engine.traces.Message.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's Responses API: a request with {@code input} items, a response with {@code output} items. */
final class ResponsesDialect implements Dialect {

    private static final Set<String> REQUEST = Set.of("input", "instructions", "tools", "tool_choice", "temperature", "top_p", "parallel_tool_calls",
            "text", "reasoning", "truncation", "max_output_tokens", "max_tool_calls", "previous_response_id", "prompt", "store", "user", "background",
            "include", "stream", "top_logprobs", "safety_identifier", "prompt_cache_key");

    @Override
    public TraceFormat format() {
        return TraceFormat.OPENAI_RESPONSES;
    }

    @Override
    public boolean asks(JsonNode request) {
        return (request.hasNonNull("input") || request.hasNonNull("instructions")) && !request.has("messages");
    }

    @Override
    public boolean answers(JsonNode response) {
        JsonNode output = response.path("output");
        return response.path("object").asString("").equals("response") || response.path("type").asString("").startsWith("response.")
                || (output.isArray() && !response.has("choices") && !output.isEmpty() && output.valueStream().allMatch(ResponsesItems::isItem));
    }

    @Override
    public Set<String> requestFields() {
        return REQUEST;
    }

    @Override
    public Set<String> responseFields() {
        return Set.of("id", "object", "created_at", "completed_at", "status", "error", "incomplete_details", "model", "output", "output_text", "usage",
                "billing", "service_tier");
    }

    @Override
    public ChatRequest request(Fields request) {
        Unread unread = new Unread(request.path());
        String model = request.takeModel();
        ResponsesItems items = new ResponsesItems(unread);
        items.instructions(request);
        JsonNode input = request.take("input");
        if (input != null && input.isString()) {
            items.add(Message.of(Role.USER, input.stringValue()));
        } else if (input != null && !input.isArray()) {
            throw BadRecord.wrongType(request.pathOf("input"), "a string or an array of items");
        } else {
            ToolDefinitions.objects(input, request.pathOf("input")).forEach(items::add);
        }
        List<Message> messages = items.messages();
        if (messages.isEmpty()) {
            throw new BadRecord("\"" + request.pathOf("input") + "\" is missing or empty",
                    "Log the request's input beside the response: a response does not repeat it.");
        }
        List<JsonNode> tools = new ArrayList<>();
        for (Fields tool : ToolDefinitions.objects(request.takeArray("tools"), request.pathOf("tools"))) {
            boolean function = tool.has("name") && "function".equals(tool.node().path("type").asString(""));
            tools.add(function ? ToolDefinitions.function(tool, "parameters") : tool.node());
        }
        Map<String, JsonNode> parameters = new LinkedHashMap<>(request.rest());
        textFormat(parameters);
        return new ChatRequest(model, messages, tools, parameters, unread.parts());
    }

    /** Moves the form that the answer must have to where a chat completion has it. */
    private static void textFormat(Map<String, JsonNode> parameters) {
        if (!(parameters.get("text") instanceof ObjectNode text) || !(text.get("format") instanceof ObjectNode format)) {
            return;
        }
        ObjectNode rest = text.deepCopy();
        rest.remove("format");
        parameters.put("text", rest);
        if (rest.isEmpty()) {
            parameters.remove("text");
        }
        JsonNode schema = format.get("schema");
        if (schema == null) {
            parameters.put("response_format", format);
        } else {
            Map<String, JsonNode> more = new LinkedHashMap<>();
            format.properties().forEach(field -> more.put(field.getKey(), field.getValue()));
            more.keySet().removeAll(Set.of("type", "schema"));
            ToolDefinitions.responseFormat(parameters, schema, more);
        }
    }

    @Override
    public ChatResponse response(JsonNode response, String path) {
        JsonNode body = StreamEvents.streamed(response) ? ResponsesStream.join(StreamEvents.read(response, path), path)
                : response.isString() ? StrictJson.parseEmbedded(response.stringValue(), path) : response;
        return whole(Fields.of(body, path));
    }

    private static ChatResponse whole(Fields body) {
        Answer answer = new Answer(body.path());
        body.take("object");
        answer.id = body.takeIdentifier("id");
        answer.model(body, List.of("model"));
        answer.created = body.take("created_at");
        answer.error = CallErrors.read(body.take("error"), null);
        answer.finishReason = finishReason(body);
        usage(body, answer);
        for (Fields item : ToolDefinitions.objects(body.takeArray("output"), body.pathOf("output"))) {
            ResponsesItems.answer(item, answer);
        }
        JsonNode text = body.take("output_text");
        if (answer.parts.isEmpty() && text != null && text.isString() && !text.stringValue().isEmpty()) {
            answer.parts.text(text.stringValue());
        }
        answer.unread.rest(body);
        if (answer.error != null && answer.parts.isEmpty()) {
            answer.finishReason = null;
        }
        return answer.response("output");
    }

    /** Why the model ended: what made the response incomplete, else its status. */
    private static @Nullable String finishReason(Fields body) {
        Fields incomplete = body.takeObject("incomplete_details");
        String status = body.takeText("status");
        String reason = incomplete == null ? null : incomplete.takeText("reason");
        return reason == null ? status : reason;
    }

    private static void usage(Fields body, Answer answer) {
        Fields usage = body.takeObject("usage");
        if (usage != null) {
            Fields details = usage.takeObject("input_tokens_details");
            answer.usage(usage.takeCount("input_tokens"), usage.takeCount("output_tokens"), details == null ? null : details.takeCount("cached_tokens"));
            answer.unread.counts(usage, "total_tokens");
            if (details != null) {
                answer.unread.counts(details, "cached_tokens");
            }
        }
    }
}
