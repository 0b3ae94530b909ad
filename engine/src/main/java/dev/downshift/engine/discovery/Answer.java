package dev.downshift.engine.discovery;

import dev.downshift.engine.traces.LlmCall;
import dev.downshift.engine.traces.Message;
import dev.downshift.engine.traces.Message.ToolCall;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a model answered, reduced to its form.
 *
 * @param kind the form
 * @param shape what stays equal from answer to answer: the JSON keys, the tool called, nothing for text
 * @param fields the values that could be predicted: JSON fields, tool arguments, the label under the empty name
 * @param words how long it is
 */
record Answer(Kind kind, String shape, Map<String, String> fields, int words) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_LABEL = 60;
    private static final int LABEL_WORDS = 5;

    /** The forms of an answer. */
    enum Kind { JSON, TOOL, SHORT, CODE, PROSE }

    /** The form of the call's answer; null where there is none. */
    static @Nullable Answer of(LlmCall call) {
        Message response = call.response();
        if (response == null || call.error() != null) {
            return null;
        }
        if (!response.toolCalls().isEmpty()) {
            return tool(response.toolCalls());
        }
        String text = response.text().strip();
        return text.isEmpty() ? null : text(text);
    }

    private static Answer tool(List<ToolCall> calls) {
        Set<String> names = new TreeSet<>();
        TreeMap<String, String> fields = new TreeMap<>();
        int words = 0;
        for (ToolCall call : calls) {
            names.add(call.name());
            words += words(call.arguments());
            JsonNode arguments = parse(call.arguments());
            if (arguments != null) {
                fields(arguments, fields);
            }
        }
        fields.put("", String.join("+", names));
        return new Answer(Kind.TOOL, String.join("+", names), fields, words);
    }

    private static Answer text(String text) {
        JsonNode object = object(text);
        if (object != null) {
            TreeMap<String, String> fields = new TreeMap<>();
            fields(object, fields);
            String keys = object.propertyNames().stream().sorted().collect(Collectors.joining(","));
            return new Answer(Kind.JSON, keys, fields, words(text));
        }
        int words = words(text);
        if (words <= LABEL_WORDS && text.length() <= LONGEST_LABEL && text.indexOf('\n') < 0) {
            return new Answer(Kind.SHORT, "", Map.of("", text.toLowerCase(Locale.ROOT)), words);
        }
        return new Answer(text.startsWith("```") ? Kind.CODE : Kind.PROSE, "", Map.of(), words);
    }

    /** The JSON object that the text is, bare or with a fence or tags around it. */
    private static @Nullable JsonNode object(String text) {
        int open = text.indexOf('{');
        int close = text.lastIndexOf('}');
        boolean wrapped = open >= 0 && open <= 40 && close > open && text.length() - close <= 40;
        if (!wrapped) {
            return null;
        }
        JsonNode node = parse(text.substring(open, close + 1));
        return node != null && node.isObject() && !node.isEmpty() ? node : null;
    }

    private static @Nullable JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JacksonException notJson) {
            return null;
        }
    }

    private static void fields(JsonNode object, Map<String, String> fields) {
        for (String name : object.propertyNames()) {
            JsonNode value = object.get(name);
            fields.put(name, value.isString() ? value.stringValue().strip() : value.toString());
        }
    }

    private static int words(String text) {
        int words = 0;
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            boolean space = Character.isWhitespace(text.charAt(i));
            if (!space && !inside) {
                words++;
            }
            inside = !space;
        }
        return words;
    }
}
