package dev.downshift.core.intake;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A text that is sought in stored calls, however it is written there: in whichever case, and with whatever stands between its words or
 * characters.
 *
 * @param kind how it is compared
 */
public record SoughtText(Kind kind, String text) {

    /** How a text is compared. */
    public enum Kind {
        /** Its words next to each other in any order, with at most one other between them, such as an initial. */
        NAME,
        /** Its words next to each other in their order. */
        WORDS,
        /** Its letters and digits in their order. */
        CHARACTERS,
        /** The same; a 1 may stand before them, the prefix of North America. */
        PHONE
    }

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
    private static final Pattern ESCAPE = Pattern.compile("\\\\+(?:[nrtbf/\"]|u[0-9a-f]{4})");
    private static final String BETWEEN = "[^\\p{L}\\p{N}]{0,3}";

    /** Whether there is anything to compare: one letter or digit at least. */
    public boolean isEmpty() {
        return words(text).isEmpty();
    }

    /** Its letters and digits alone, in small letters. */
    String characters() {
        return String.join("", words(text));
    }

    /** What every row that holds it matches: a condition on a text in SQL, whose parameter is the {@link #hint}. */
    String condition(String column) {
        return switch (kind) {
            case NAME, WORDS -> "strpos(lower(" + column + "), ?) > 0";
            case CHARACTERS, PHONE -> "strpos(translate(lower(" + column + "), ' ().-/+_,:', ''), ?) > 0";
        };
    }

    String hint() {
        return switch (kind) {
            case NAME, WORDS -> words(text).stream().max((one, other) -> Integer.compare(one.length(), other.length())).orElse("");
            case CHARACTERS, PHONE -> characters();
        };
    }

    /** Whether JSON holds it. */
    boolean isIn(String json) {
        String plain = ESCAPE.matcher(json).replaceAll(" ");
        return switch (kind) {
            case NAME -> hasTogether(words(plain), words(text));
            case WORDS -> Collections.indexOfSubList(words(plain), words(text)) >= 0;
            case CHARACTERS -> spelled("").matcher(plain).find();
            case PHONE -> spelled("(?:1" + BETWEEN + ")?").matcher(plain).find();
        };
    }

    private Pattern spelled(String prefix) {
        String letters = characters().codePoints().mapToObj(Character::toString).collect(Collectors.joining(BETWEEN));
        return Pattern.compile("(?<![\\p{L}\\p{N}])" + prefix + letters + "(?![\\p{L}\\p{N}])", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    private static boolean hasTogether(List<String> words, List<String> wanted) {
        Set<String> all = new HashSet<>(wanted);
        int span = wanted.size() == 1 ? 1 : wanted.size() + 1;
        for (int from = 0; from < words.size(); from++) {
            if (all.contains(words.get(from)) && words.subList(from, Math.min(words.size(), from + span)).containsAll(all)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> words(String text) {
        return WORD.matcher(text).results().map(MatchResult::group).map(word -> word.toLowerCase(Locale.ROOT)).toList();
    }
}
