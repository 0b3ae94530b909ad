package dev.downshift.engine.traces;

import dev.downshift.engine.traces.Message.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What TensorZero stores of a request, and the blocks or the JSON that answered it. Every column may be the text of its JSON. */
final class TensorZeroDialect implements Dialect {

    static final Set<String> FIELDS = Set.of("input", "tool_params", "inference_params", "output_schema", "dynamic_tools", "dynamic_provider_tools", "additional_tools",
            "allowed_tools", "tool_choice", "parallel_tool_calls", "provider_tools", "extra_body");

    @Override
    public TraceFormat format() {
        return TraceFormat.TENSORZERO;
    }

    @Override
    public boolean asks(JsonNode request) {
        return false;
    }

    @Override
    public boolean answers(JsonNode response) {
        return true;
    }

    @Override
    public Set<String> requestFields() {
        return FIELDS;
    }

    @Override
    public Set<String> responseFields() {
        return Set.of();
    }

    @Override
    public ChatRequest request(Fields request) {
        Unread unread = new Unread("request");
        JsonNode written = opened(request.take("input"), "input");
        if (written == null) {
            throw new BadRecord("\"input\" is missing", "Export the rows with their input.");
        }
        Fields input = Fields.of(written, "input");
        List<Message> messages = new ArrayList<>();
        JsonNode system = input.take("system");
        if (system != null) {
            messages.add(Message.of(Role.SYSTEM, MessageParts.text(system)));
        }
        for (Fields message : ToolDefinitions.objects(input.takeArray("messages"), "input.messages")) {
            TensorZeroBlocks.message(message, messages, unread);
        }
        if (messages.isEmpty()) {
            throw new BadRecord("\"input.messages\" is missing or empty", "Export the rows with their input.");
        }
        unread.rest(input);
        Map<String, JsonNode> parameters = new LinkedHashMap<>();
        List<JsonNode> tools = tools(request, parameters);
        JsonNode schema = opened(request.take("output_schema"), "output_schema");
        request.rest().forEach((name, value) -> {
            JsonNode json = opened(value, name);
            put(parameters, name, json == null ? value : json);
        });
        if (schema != null) {
            ToolDefinitions.responseFormat(parameters, schema, Map.of());
        }
        return new ChatRequest(null, messages, tools, parameters, unread.parts());
    }

    private static List<JsonNode> tools(Fields request, Map<String, JsonNode> parameters) {
        List<JsonNode> tools = new ArrayList<>();
        JsonNode written = opened(request.take("tool_params"), "tool_params");
        if (written != null) {
            Fields offered = Fields.of(written, "tool_params");
            add(offered, "tools_available", tools);
            offered.rest().forEach((name, value) -> put(parameters, name, value));
        }
        add(request, "dynamic_tools", tools);
        add(request, "additional_tools", tools);
        return tools;
    }

    private static void add(Fields holder, String name, List<JsonNode> tools) {
        JsonNode array = opened(holder.take(name), name);
        for (int index = 0; array != null && index < array.size(); index++) {
            JsonNode tool = opened(array.get(index), name);
            if (tool != null) {
                tools.add(ToolDefinitions.function(Fields.of(tool, holder.pathOf(name) + "[" + index + "]"), "parameters"));
            }
        }
    }

    private static void put(Map<String, JsonNode> parameters, String name, JsonNode value) {
        if (!value.isNull() && !(value.isContainer() && value.isEmpty())) {
            parameters.put(name, value);
        }
    }

    /** A column's JSON, which a database writes as text; an empty text is none. */
    private static @Nullable JsonNode opened(@Nullable JsonNode column, String name) {
        if (column == null || !column.isString()) {
            return column;
        }
        String text = column.stringValue().strip();
        return text.isEmpty() ? null : text.matches("(?s)[{\\[\"].*") ? StrictJson.parseEmbedded(text, name) : column;
    }

    @Override
    public ChatResponse response(JsonNode response, String path) {
        JsonNode opened = opened(response, path);
        JsonNode output = opened == null ? response : opened;
        Answer answer = new Answer(path);
        if (output.isArray()) {
            ToolDefinitions.objects(output, path).forEach(block -> TensorZeroBlocks.block(block, answer.parts, answer.unread, true));
        } else {
            Fields json = Fields.of(output, path);
            JsonNode parsed = json.peek("parsed");
            String raw = json.takeText("raw");
            answer.parts.text(raw == null && parsed != null ? MessageParts.text(json.take("parsed")) : raw);
            answer.unread.rest(json);
        }
        return answer.response("content");
    }
}
