package dev.downshift.engine.traces;

import dev.downshift.engine.traces.Message.Role;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Ollama's {@code /api/chat} and {@code /api/generate}. Durations are in nanoseconds, arguments of tool calls are objects. */
final class OllamaDialect implements Dialect {

    @Override
    public TraceFormat format() {
        return TraceFormat.OLLAMA;
    }

    @Override
    public boolean asks(JsonNode request) {
        boolean own = request.path("options").isObject() || request.has("keep_alive") || request.has("think");
        return (request.path("messages").isArray() || request.path("prompt").isString()) && (own
                || request.path("messages").valueStream().anyMatch(message -> message.path("images").isArray() || message.has("tool_name")));
    }

    @Override
    public boolean answers(JsonNode response) {
        return response.path("done").isBoolean() && (response.path("message").isObject() || response.path("response").isString());
    }

    @Override
    public Set<String> requestFields() {
        return Set.of("messages", "prompt", "system", "images", "suffix", "template", "tools", "format", "options", "stream", "think", "keep_alive", "raw");
    }

    @Override
    public Set<String> responseFields() {
        return Set.of("model", "created_at", "message", "response", "thinking", "done", "done_reason", "context", "total_duration", "load_duration",
                "prompt_eval_count", "prompt_eval_duration", "eval_count", "eval_duration", "remote_model", "remote_host");
    }

    @Override
    public ChatRequest request(Fields request) {
        Unread unread = new Unread(request.path());
        String model = request.takeModel();
        List<Message> messages = new ArrayList<>();
        if (request.has("prompt") && !request.has("messages")) {
            prompt(request, messages);
        }
        JsonNode array = request.takeArray("messages");
        ToolDefinitions.objects(array, request.pathOf("messages")).forEach(message -> {
            MessageParts parts = new MessageParts();
            messages.add(message(message, parts));
            unread.rest(message);
        });
        if (messages.isEmpty()) {
            throw new BadRecord("\"" + request.pathOf("messages") + "\" is " + (array == null ? "missing" : "empty"),
                    "A request holds the prompt as an array of messages, oldest first.");
        }
        List<JsonNode> tools = ChatRequest.tools(request);
        Map<String, JsonNode> parameters = new LinkedHashMap<>(request.rest());
        JsonNode format = parameters.get("format");
        if (format != null && (format.isObject() || format.asString("").equals("json"))) {
            parameters.remove("format");
            ToolDefinitions.responseFormat(parameters, format.isObject() ? format : null, Map.of());
        }
        return new ChatRequest(model, messages, tools, parameters, unread.parts());
    }

    private static void prompt(Fields request, List<Message> messages) {
        String system = request.takeText("system");
        if (system != null && !system.isEmpty()) {
            messages.add(Message.of(Role.SYSTEM, system));
        }
        MessageParts parts = new MessageParts();
        parts.text(request.takeText("prompt"));
        images(request, parts);
        messages.add(parts.message(Role.USER));
    }

    private static Message message(Fields message, MessageParts parts) {
        Role role = OpenAiMessages.role(message);
        String content = message.takeText("content");
        parts.text(content != null && content.isEmpty() && message.has("tool_calls") ? null : content);
        images(message, parts);
        for (Fields call : ToolDefinitions.objects(message.takeArray("tool_calls"), message.pathOf("tool_calls"))) {
            Fields function = call.takeObject("function");
            if (function == null) {
                throw new BadRecord("\"" + call.pathOf("function") + "\" is missing", "Name the tool that is called.");
            }
            parts.toolCall(call.takeIdentifier("id"), function, "arguments");
        }
        if (parts.isEmpty() && role != Role.ASSISTANT) {
            throw new BadRecord("\"" + message.pathOf("content") + "\" is missing", "Only an assistant's message may be without content.");
        }
        return parts.message(role, message.takeText(message.has("tool_name") ? "tool_name" : "name"), message.takeIdentifier("tool_call_id"));
    }

    private static void images(Fields holder, MessageParts parts) {
        JsonNode images = holder.takeArray("images");
        for (int index = 0; images != null && index < images.size(); index++) {
            JsonNode image = images.get(index);
            parts.attachment("image_url", image.isString() ? Attachments.bytes(image.stringValue()) : Attachments.content(image));
        }
    }

    @Override
    public ChatResponse response(JsonNode response, String path) {
        JsonNode body = StreamEvents.streamed(response) ? join(StreamEvents.read(response, path))
                : response.isString() ? StrictJson.parseEmbedded(response.stringValue(), path) : response;
        Fields fields = Fields.of(body, path);
        Answer answer = new Answer(path);
        answer.model(fields, List.of("model"));
        answer.created = fields.take("created_at");
        answer.error = CallErrors.read(fields.take("error"), null);
        fields.take("done");
        answer.finishReason = fields.takeText("done_reason");
        answer.usage(fields.takeCount("prompt_eval_count"), fields.takeCount("eval_count"), null);
        answer.latency = nanoseconds(fields);
        Fields message = fields.takeObject("message");
        if (message == null) {
            answer.parts.text(fields.takeText("response"));
            thought(fields, answer);
        } else {
            message(message, answer.parts);
            thought(message, answer);
            answer.unread.rest(message);
        }
        answer.unread.rest(fields);
        return answer.response("message");
    }

    private static void thought(Fields holder, Answer answer) {
        String thought = holder.takeText("thinking");
        if (thought != null && !thought.isEmpty()) {
            answer.unread.put(Unread.REASONING, thought);
        }
    }

    private static @Nullable Duration nanoseconds(Fields fields) {
        JsonNode total = fields.take("total_duration");
        if (total == null) {
            return null;
        }
        ObjectNode milliseconds = JsonNodeFactory.instance.objectNode();
        milliseconds.set("total_duration", total.isIntegralNumber() ? JsonNodeFactory.instance.numberNode(new BigDecimal(total.bigIntegerValue(), 6)) : total);
        return Times.takeMilliseconds(Fields.of(milliseconds, fields.path()), "total_duration");
    }

    /** Joins the lines of a streamed answer: texts go on, the last line counts the tokens. */
    private static JsonNode join(List<Fields> lines) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        for (Fields line : lines) {
            Fields part = line.takeObject("message");
            if (part != null) {
                append(part, message);
            }
            append(line, body);
        }
        if (!message.isEmpty()) {
            body.set("message", message);
        }
        return body;
    }

    private static void append(Fields line, ObjectNode body) {
        for (String name : List.of("content", "response", "thinking")) {
            if (line.has(name)) {
                body.put(name, body.path(name).asString("") + Objects.requireNonNull(line.takeText(name)));
            }
        }
        JsonNode calls = line.takeArray("tool_calls");
        if (calls != null) {
            calls.forEach(call -> body.withArray("tool_calls").add(call));
        }
        line.rest().forEach(body::set);
    }
}
