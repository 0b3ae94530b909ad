package dev.downshift.engine.traces;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The request half of a chat completion. */
record ChatRequest(
        @Nullable String model, List<Message> messages, List<JsonNode> tools, Map<String, JsonNode> parameters, Map<String, JsonNode> unread) {

    /** The fields of a request, for records in which they stand beside others. */
    static final Set<String> FIELDS = Stream.concat(Surroundings.PARAMETERS.stream(), Stream.of("messages", "tools", "functions")).collect(Collectors.toUnmodifiableSet());

    static ChatRequest read(Fields request) {
        String model = request.takeModel();
        Unread unread = new Unread(request.path());
        List<Message> messages = messages(request, unread);
        List<JsonNode> tools = tools(request);
        return new ChatRequest(model, messages, tools, request.rest(), unread.parts());
    }

    private static List<Message> messages(Fields request, Unread unread) {
        JsonNode prompt = request.has("messages") ? null : request.take("prompt");
        if (prompt != null && prompt.isString()) {
            return List.of(Message.of(Message.Role.USER, prompt.stringValue()));
        }
        JsonNode messages = request.takeArray("messages");
        if (messages == null || messages.isEmpty()) {
            throw new BadRecord("\"" + request.pathOf("messages") + "\" is " + (messages == null ? "missing" : "empty"),
                    "A request holds the prompt as an array of messages, oldest first.");
        }
        return OpenAiMessages.read(messages, request.pathOf("messages"), unread);
    }

    ChatRequest withModel(@Nullable String other) {
        return new ChatRequest(other, messages, tools, parameters, unread);
    }

    /** The tool definitions, the older {@code functions} in the newer form. */
    static List<JsonNode> tools(Fields request) {
        List<JsonNode> tools = new ArrayList<>();
        JsonNode current = request.takeArray("tools");
        if (current != null) {
            for (int index = 0; index < current.size(); index++) {
                if (!current.get(index).isObject()) {
                    throw BadRecord.wrongType(request.pathOf("tools[" + index + "]"), "an object");
                }
                tools.add(current.get(index));
            }
        }
        JsonNode functions = request.takeArray("functions");
        if (functions != null) {
            for (JsonNode function : functions) {
                ObjectNode tool = JsonNodeFactory.instance.objectNode();
                tool.put("type", "function");
                tool.set("function", function);
                tools.add(tool);
            }
        }
        return tools;
    }
}
