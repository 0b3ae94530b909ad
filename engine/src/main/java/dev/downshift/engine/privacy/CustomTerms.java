package dev.downshift.engine.privacy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

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
        allowed = allowed == null ? List.of() : allowed;
        dictionary = dictionary == null ? Map.of() : dictionary;
        patterns = patterns == null ? List.of() : patterns;
        InvalidPolicy.requireEntries("/terms/allowed", allowed);
        InvalidPolicy.requireEntries("/terms/dictionary", dictionary);
        InvalidPolicy.requireEntries("/terms/patterns", patterns);
        allowed = List.copyOf(allowed);
        dictionary = Map.copyOf(dictionary);
        patterns = List.copyOf(patterns);
        requireAtMost("/terms/allowed", allowed.size(), MOST_PHRASES);
        requireAtMost("/terms/dictionary", dictionary.size(), MOST_PHRASES);
        requireAtMost("/terms/patterns", patterns.size(), MOST_PATTERNS);
        Set<String> left = new HashSet<>();
        for (int i = 0; i < allowed.size(); i++) {
            requirePhrase("/terms/allowed/" + i, allowed.get(i));
            left.add(Phrases.folded(allowed.get(i)));
        }
        Set<String> taken = new HashSet<>();
        for (String phrase : new TreeSet<>(dictionary.keySet())) {
            String place = InvalidPolicy.below("/terms/dictionary", phrase);
            requirePhrase(place, phrase);
            String folded = Phrases.folded(phrase);
            if (left.contains(folded)) {
                throw new InvalidPolicy(place, "The phrase is in the allow list too.", "Remove it from one of them.");
            }
            if (!taken.add(folded)) {
                throw new InvalidPolicy(place, "The phrase is there twice, apart from case and spaces.", "Keep one of them.");
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
