package dev.downshift.web.datasets;

import dev.downshift.core.datasets.Example;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** An example as a conversation. */
public record ExampleRow(int ordinal, String call, List<Turn> turns, String answer) {

    private static final int LONG = 600;

    /** One message of the prompt; {@code longText} is folded. */
    public record Turn(String role, String text, boolean longText) {}

    static ExampleRow of(Example example) {
        return new ExampleRow(example.ordinal(), example.call().toString(), example.messages().stream().map(ExampleRow::turn).toList(), text(example.answer()));
    }

    private static Turn turn(JsonNode message) {
        String text = text(message);
        return new Turn(message.path("role").asString("user").toLowerCase(Locale.ROOT), text, text.length() > LONG);
    }

    /** The text of a message; a tool call as the tool's name and its arguments. */
    public static String text(JsonNode message) {
        if (!message.path("tool_calls").isEmpty()) {
            return String.join("\n", message.path("tool_calls").valueStream()
                    .map(call -> call.path("function").path("name").asString("") + " " + call.path("function").path("arguments").asString("")).toList());
        }
        JsonNode content = message.path("content");
        return content.isContainer() ? content.toString() : content.asString("");
    }
}
