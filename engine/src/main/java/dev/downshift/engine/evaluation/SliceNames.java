package dev.downshift.engine.evaluation;

import dev.downshift.engine.traces.Message.Role;
import dev.downshift.engine.traces.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The slices that an example belongs to: its label or tool, the language of its last user's message by its commonest
 * small words, and its length.
 */
public final class SliceNames {

    private static final int SHORT_CHARACTERS = 100;
    private static final int LONG_CHARACTERS = 400;
    private static final int LONGEST_LABEL = 60;
    private static final Pattern WORD = Pattern.compile("\\P{L}+");
    private static final Map<String, Set<String>> SMALL_WORDS = Map.of(
            "en", Set.of("the", "is", "and", "to", "my", "of", "you", "it", "for", "i", "a", "in", "was"),
            "de", Set.of("der", "die", "das", "ich", "und", "nicht", "ist", "meine", "bitte", "wie", "für", "aus", "mein"),
            "fr", Set.of("le", "les", "de", "je", "et", "est", "mon", "ma", "pas", "du", "des", "une", "la", "en"),
            "es", Set.of("el", "los", "de", "mi", "y", "es", "por", "no", "una", "que", "la", "quiero", "en"));

    private SliceNames() {}

    /**
     * Names the slices.
     *
     * @param prompt the messages of the example
     * @param reference its reference answer
     */
    public static List<String> of(OutputShape shape, List<Message> prompt, Message reference) {
        String user = lastOf(Role.USER, prompt);
        List<String> names = new ArrayList<>();
        switch (shape) {
            case LABEL -> names.add("label: " + label(reference.text().strip()));
            case TOOL_CALL -> names.add("tool: " + (reference.toolCalls().isEmpty() ? "none" : reference.toolCalls().getFirst().name()));
            case JSON_OBJECT, TEXT -> { }
        }
        names.add("language: " + language(user));
        names.add("length: " + (user.length() < SHORT_CHARACTERS ? "short" : user.length() < LONG_CHARACTERS ? "medium" : "long"));
        return names;
    }

    private static String lastOf(Role role, List<Message> prompt) {
        return prompt.stream().filter(message -> message.role() == role).map(Message::text).reduce((earlier, later) -> later)
                .orElse(prompt.getLast().text());
    }

    /** A JSON label is named by its values, since its keys are always the same. */
    private static String label(String text) {
        JsonNode json = Metric.json(text);
        String name = json == null || !json.isObject() ? text
                : String.join(" · ", json.properties().stream().map(field -> field.getValue().asString(field.getValue().toString())).toList());
        return name.length() > LONGEST_LABEL ? name.substring(0, LONGEST_LABEL) + "…" : name;
    }

    private static String language(String text) {
        List<String> words = WORD.splitAsStream(text.toLowerCase(Locale.ROOT)).toList();
        String best = "other";
        long most = 0;
        for (String language : List.of("en", "de", "fr", "es")) {
            Set<String> small = Objects.requireNonNull(SMALL_WORDS.get(language));
            long hits = words.stream().filter(small::contains).count();
            if (hits > most) {
                most = hits;
                best = language;
            }
        }
        return best;
    }
}
