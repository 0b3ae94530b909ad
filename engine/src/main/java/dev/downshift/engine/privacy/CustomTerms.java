package dev.downshift.engine.privacy;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What an organization says of its own values. Words and phrases are compared without regard to case, as whole words.
 *
 * @param allowed words and phrases that are never redacted: a finding that lies inside one is left alone
 * @param dictionary words and phrases that always are, and what they are
 * @param patterns what values look like that no rule knows
 */
public record CustomTerms(List<String> allowed, Map<String, FindingType> dictionary, List<CustomPattern> patterns) {

    /** Nothing of its own. */
    public static final CustomTerms NONE = new CustomTerms(List.of(), Map.of(), List.of());

    private static final int MOST_PHRASES = 10_000;
    private static final int MOST_PATTERNS = 50;
    private static final int LONGEST_PHRASE = 200;

    @SuppressWarnings("ConstantValue") // in JSON each of them may be left out
    public CustomTerms {
        allowed = allowed == null ? List.of() : List.copyOf(allowed);
        dictionary = dictionary == null ? Map.of() : Map.copyOf(dictionary);
        patterns = patterns == null ? List.of() : List.copyOf(patterns);
        requireAtMost("/terms/allowed", allowed.size(), MOST_PHRASES);
        requireAtMost("/terms/dictionary", dictionary.size(), MOST_PHRASES);
        requireAtMost("/terms/patterns", patterns.size(), MOST_PATTERNS);
        Set<String> folded = new HashSet<>();
        for (int i = 0; i < allowed.size(); i++) {
            requirePhrase("/terms/allowed/" + i, allowed.get(i));
            folded.add(allowed.get(i).toLowerCase(Locale.ROOT));
        }
        for (String phrase : dictionary.keySet()) {
            String place = "/terms/dictionary/" + phrase.replace("~", "~0").replace("/", "~1");
            requirePhrase(place, phrase);
            if (folded.contains(phrase.toLowerCase(Locale.ROOT))) {
                throw new InvalidPolicy(place, "The phrase is in the allow list too.", "Remove it from one of them.");
            }
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < patterns.size(); i++) {
            patterns.get(i).compiled("/terms/patterns/" + i);
            if (!names.add(patterns.get(i).name())) {
                throw new InvalidPolicy("/terms/patterns/" + i + "/name", "Two patterns have this name.", "Give each a name of its own.");
            }
        }
    }

    private static void requireAtMost(String place, int size, int most) {
        if (size > most) {
            throw new InvalidPolicy(place, "There are " + size + " entries.", "Keep to " + most + ".");
        }
    }

    private static void requirePhrase(String place, String phrase) {
        if (phrase.length() > LONGEST_PHRASE || phrase.chars().noneMatch(Character::isLetterOrDigit)) {
            throw new InvalidPolicy(place, "The phrase is longer than " + LONGEST_PHRASE + " characters or has no letter or digit.", "Give a word or a few.");
        }
    }
}
