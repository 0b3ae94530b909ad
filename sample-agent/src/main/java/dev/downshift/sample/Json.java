package dev.downshift.sample;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The one JSON mapper, and the few shapes that are built again and again. */
final class Json {

    static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ObjectNode message(String role, String content) {
        return object().put("role", role).put("content", content);
    }

    /** An assistant's message that calls one tool; the id follows from name and arguments, so that it can be repeated. */
    static ObjectNode toolCall(String name, ObjectNode arguments) {
        String text = MAPPER.writeValueAsString(arguments);
        ObjectNode message = object().put("role", "assistant").putNull("content");
        ObjectNode call = message.putArray("tool_calls").addObject();
        call.put("id", "call_" + Long.toUnsignedString(Hashes.of(name, text), 36)).put("type", "function");
        call.putObject("function").put("name", name).put("arguments", text);
        return message;
    }

    static JsonNode parse(String text) {
        return MAPPER.readTree(text);
    }

    static String write(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    static ArrayNode array(JsonNode node, String name) {
        return node.path(name) instanceof ArrayNode array ? array : MAPPER.createArrayNode();
    }
}
