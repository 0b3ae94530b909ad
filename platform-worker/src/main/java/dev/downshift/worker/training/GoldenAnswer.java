package dev.downshift.worker.training;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Brings what a server made of a model's text, and the text itself, into one form to compare. */
final class GoldenAnswer {

    private static final Pattern CALL = Pattern.compile("<tool_call>(.*?)</tool_call>", Pattern.DOTALL);
    private static final JsonMapper JSON = new JsonMapper();

    private GoldenAnswer() {}

    /** The text that a message was parsed from: its content and a line for each tool call. */
    static String text(JsonNode message) {
        List<String> parts = new ArrayList<>();
        String content = message.path("content").asString("");
        if (!content.isEmpty()) {
            parts.add(content);
        }
        for (JsonNode call : message.path("tool_calls")) {
            JsonNode function = call.path("function");
            ObjectNode written = JSON.createObjectNode();
            written.set("name", function.path("name"));
            written.set("arguments", parsed(function.path("arguments").asString("")));
            parts.add("<tool_call>" + written + "</tool_call>");
        }
        return String.join("\n", parts);
    }

    /** Whether two texts are the same, apart from how the JSON of their tool calls is spaced and blanks at the ends. */
    static boolean equal(String expected, String found) {
        return normal(expected).equals(normal(found));
    }

    private static String normal(String text) {
        Matcher matcher = CALL.matcher(text);
        StringBuilder normal = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(normal, Matcher.quoteReplacement("<tool_call>" + parsed(matcher.group(1)) + "</tool_call>"));
        }
        return matcher.appendTail(normal).toString().strip();
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException noJson) {
            return JSON.valueToTree(text);
        }
    }
}
