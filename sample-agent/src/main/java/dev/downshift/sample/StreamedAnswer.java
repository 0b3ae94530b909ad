package dev.downshift.sample;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the assistant's message of a completion, whole or as server-sent events. */
final class StreamedAnswer {

    private StreamedAnswer() {}

    static JsonNode message(String body) {
        return body.stripLeading().startsWith("{") ? Json.parse(body).path("choices").path(0).path("message") : joined(body);
    }

    private static JsonNode joined(String events) {
        StringBuilder content = new StringBuilder();
        ArrayNode toolCalls = Json.MAPPER.createArrayNode();
        for (String line : events.lines().toList()) {
            if (line.startsWith("data: {")) {
                JsonNode delta = Json.parse(line.substring(6)).path("choices").path(0).path("delta");
                content.append(delta.path("content").asString(""));
                for (JsonNode piece : Json.array(delta, "tool_calls")) {
                    addPiece(toolCalls, (ObjectNode) piece);
                }
            }
        }
        ObjectNode message = Json.message("assistant", content.toString());
        return toolCalls.isEmpty() ? message : message.putNull("content").set("tool_calls", toolCalls);
    }

    /** Providers send a call's name first and its arguments in pieces, told apart by their index. */
    private static void addPiece(ArrayNode toolCalls, ObjectNode piece) {
        int index = piece.path("index").asInt(0);
        if (index >= toolCalls.size()) {
            ObjectNode first = piece.deepCopy();
            first.remove("index");
            toolCalls.add(first);
        } else if (toolCalls.get(index).path("function") instanceof ObjectNode function) {
            function.put("arguments", function.path("arguments").asString("") + piece.path("function").path("arguments").asString(""));
        }
    }
}
