package dev.downshift.engine.evaluation;

import dev.downshift.engine.traces.CanonicalJson;
import dev.downshift.engine.traces.Message;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares an answer with its reference as the program behind the call would: JSON by value and not by spelling, a tool
 * call by its name and arguments, a label by its text. Text is compared by {@link ChrF}, which is weak evidence: two
 * good replies may share few words.
 */
public final class Metric {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final OutputShape shape;

    private Metric(OutputShape shape) {
        this.shape = shape;
    }

    public static Metric of(OutputShape shape) {
        return new Metric(shape);
    }

    /** The name that reports use. */
    public String name() {
        return switch (shape) {
            case LABEL -> "label accuracy";
            case JSON_OBJECT -> "exact JSON object";
            case TOOL_CALL -> "exact tool call";
            case TEXT -> "chrF similarity";
        };
    }

    /** Whether agreement by this metric proves little about quality. */
    public boolean weakEvidence() {
        return shape == OutputShape.TEXT;
    }

    /**
     * Scores an answer.
     *
     * @param answer null when the model gave none
     */
    public Score score(Message reference, @Nullable Message answer) {
        if (answer == null) {
            return Score.of(false, missed(reference));
        }
        return switch (shape) {
            case LABEL, JSON_OBJECT -> byContent(reference, answer);
            case TOOL_CALL -> byToolCalls(reference, answer);
            case TEXT -> new Score(reference.text().strip().equals(answer.text().strip()), ChrF.similarity(reference.text(), answer.text()), new TreeMap<>());
        };
    }

    private SortedMap<String, Boolean> missed(Message reference) {
        SortedMap<String, Boolean> fields = new TreeMap<>();
        if (shape == OutputShape.TOOL_CALL && !reference.toolCalls().isEmpty()) {
            fields.putAll(toolCallFields(reference.toolCalls(), List.of()));
        } else if (shape != OutputShape.TEXT) {
            fields.putAll(unmet(json(reference.text())));
        }
        return fields;
    }

    private static SortedMap<String, Boolean> unmet(@Nullable JsonNode expected) {
        SortedMap<String, Boolean> fields = new TreeMap<>();
        if (expected != null && expected.isObject()) {
            compareFields("", expected, JSON.createObjectNode(), fields);
        }
        return fields;
    }

    private static Score byContent(Message reference, Message answer) {
        JsonNode expected = json(reference.text());
        JsonNode given = json(answer.text());
        if (expected == null || given == null || !answer.toolCalls().isEmpty()) {
            boolean same = expected == null && answer.toolCalls().isEmpty() && reference.text().strip().equals(answer.text().strip());
            return Score.of(same, unmet(expected));
        }
        SortedMap<String, Boolean> fields = new TreeMap<>();
        if (expected.isObject()) {
            compareFields("", expected, given, fields);
        }
        return Score.of(same(expected, given), fields);
    }

    private static Score byToolCalls(Message reference, Message answer) {
        if (reference.toolCalls().isEmpty() || answer.toolCalls().isEmpty()) {
            boolean same = reference.toolCalls().isEmpty() && answer.toolCalls().isEmpty() && reference.text().strip().equals(answer.text().strip());
            return Score.of(same, toolCallFields(reference.toolCalls(), answer.toolCalls()));
        }
        SortedMap<String, Boolean> fields = toolCallFields(reference.toolCalls(), answer.toolCalls());
        return Score.of(!fields.containsValue(false), fields);
    }

    private static SortedMap<String, Boolean> toolCallFields(List<Message.ToolCall> expected, List<Message.ToolCall> given) {
        SortedMap<String, Boolean> fields = new TreeMap<>();
        for (int index = 0; index < Math.max(expected.size(), given.size()); index++) {
            String prefix = expected.size() > 1 ? "call " + (index + 1) + ": " : "";
            if (index >= expected.size()) {
                fields.put("call " + (index + 1) + ": tool", false);
                continue;
            }
            Message.ToolCall call = expected.get(index);
            boolean named = index < given.size() && given.get(index).name().equals(call.name());
            fields.put(prefix + "tool", named);
            compareArguments(prefix, call.arguments(), named ? given.get(index).arguments() : "{}", named, fields);
        }
        return fields;
    }

    private static void compareArguments(String prefix, String expected, String given, boolean named, SortedMap<String, Boolean> fields) {
        JsonNode right = json(expected);
        JsonNode answered = json(given);
        if (right != null && right.isObject()) {
            compareFields(prefix, right, answered == null || !named ? JSON.createObjectNode() : answered, fields);
        } else if (named) {
            fields.put(prefix + "arguments", (right == null || answered == null) ? expected.strip().equals(given.strip()) : same(right, answered));
        }
    }

    private static void compareFields(String prefix, JsonNode expected, JsonNode given, SortedMap<String, Boolean> fields) {
        expected.properties().forEach(field -> {
            JsonNode other = given.get(field.getKey());
            fields.put(prefix + field.getKey(), other != null && same(field.getValue(), other));
        });
        given.propertyNames().stream().filter(name -> !expected.has(name)).forEach(name -> fields.put(prefix + name, false));
    }

    private static boolean same(JsonNode one, JsonNode other) {
        return CanonicalJson.text(one).equals(CanonicalJson.text(other));
    }

    static @Nullable JsonNode json(String text) {
        String stripped = text.strip();
        if (!stripped.startsWith("{") && !stripped.startsWith("[")) {
            return null;
        }
        try {
            return JSON.readTree(stripped);
        } catch (JacksonException notJson) {
            return null;
        }
    }
}
