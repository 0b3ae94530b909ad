package dev.downshift.core.routing;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the answers of a task look like, learned from the examples its model was trained on. An answer that does not fit is a doubt, and
 * a doubt goes to the incumbent.
 *
 * @param callsTools whether answers call tools
 * @param writesText whether answers without a tool call occur
 * @param json whether every text is a JSON object
 * @param fields the fields that every JSON object has, and the kinds of their values
 * @param choices the closed sets: by field for JSON, under the empty name for plain text
 * @param longest how many characters the longest answer has, tool calls included; 0 where nothing is known
 */
public record AnswerProfile(
        boolean callsTools, boolean writesText, boolean json, Map<String, Set<String>> fields, Map<String, Set<String>> choices, int longest) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_CHOICES = 200;
    private static final int USES_OF_A_CHOICE = 4;

    public AnswerProfile {
        fields = Map.copyOf(fields);
        choices = Map.copyOf(choices);
    }

    /** A profile that knows nothing and lets everything pass. */
    public static AnswerProfile unknown() {
        return new AnswerProfile(true, true, false, Map.of(), Map.of(), 0);
    }

    /** Learns from assistants' messages, in the API's form. */
    public static AnswerProfile learn(Iterator<JsonNode> answers) {
        Learning learning = new Learning();
        answers.forEachRemaining(learning::add);
        return learning.profile();
    }

    /** The JSON object a text is, or null. */
    public static @Nullable JsonNode object(String text) {
        try {
            JsonNode read = JSON.readTree(text);
            return read.isObject() ? read : null;
        } catch (JacksonException notJson) {
            return null;
        }
    }

    private static final class Learning {
        private long texts;
        private int longest;
        private boolean callsTools;
        private boolean json = true;
        private @Nullable Map<String, Set<String>> fields;
        private final Map<String, Set<String>> values = new HashMap<>();

        void add(JsonNode answer) {
            String text = answer.path("content").asString("");
            JsonNode calls = answer.path("tool_calls");
            longest = Math.max(longest, text.length() + (calls.isEmpty() ? 0 : calls.toString().length()));
            if (!calls.isEmpty()) {
                callsTools = true;
                return;
            }
            texts++;
            note("", text.strip());
            JsonNode object = json ? object(text) : null;
            if (object == null) {
                json = false;
            } else {
                addObject(object);
            }
        }

        AnswerProfile profile() {
            if (!callsTools && texts == 0) {
                return unknown();
            }
            boolean structured = json && texts > 0;
            Map<String, Set<String>> known = structured && fields != null ? fields : Map.of();
            Map<String, Set<String>> closed = new HashMap<>();
            values.forEach((name, seen) -> {
                if (name.isEmpty() != structured && seen.size() <= MOST_CHOICES && (long) seen.size() * USES_OF_A_CHOICE <= texts) {
                    closed.put(name, Set.copyOf(seen));
                }
            });
            return new AnswerProfile(callsTools, texts > 0, structured, known, closed, longest);
        }

        private void addObject(JsonNode object) {
            if (fields == null) {
                fields = new HashMap<>();
                for (String name : object.propertyNames()) {
                    fields.put(name, new TreeSet<>());
                }
            }
            fields.keySet().retainAll(new HashSet<>(object.propertyNames()));
            fields.forEach((name, kinds) -> kinds.add(object.path(name).getNodeType().name()));
            object.properties().forEach(field -> {
                if (field.getValue().isString()) {
                    note(field.getKey(), field.getValue().stringValue());
                }
            });
        }

        private void note(String name, String value) {
            Set<String> seen = values.computeIfAbsent(name, unseen -> new HashSet<>());
            if (seen.size() <= MOST_CHOICES) {
                seen.add(value);
            }
        }
    }
}
