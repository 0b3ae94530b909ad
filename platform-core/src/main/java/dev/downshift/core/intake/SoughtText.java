package dev.downshift.core.intake;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
    private static final Pattern ESCAPE = Pattern.compile("\\\\+(?:[nrtbf/\"]|u([0-9a-fA-F]{4}))");
    private static final String BETWEEN = "[^\\p{L}\\p{N}]{0,3}";
    /** In PostgreSQL's words: what may stand between letters and digits, also as an escape of a line break, a space or a dash. */
    private static final String NOT_SPELLED = "\\\\+([nrtbf]|u(00a[0d]|20[0-9a-f]{2}))|[^[:alnum:]]";
    private static final int ASCII = 0x80;
    private static final int HEX = 16;

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
        String lower = "lower(" + column + ")";
        String compared = switch (kind) {
            case NAME, WORDS -> lower;
            case CHARACTERS, PHONE -> "regexp_replace(" + lower + ", '" + NOT_SPELLED + "', '', 'g')";
        };
        return isAscii(telling()) ? "strpos(" + compared + ", ?) > 0" : compared + " ~ ?";
    }

    /** A text, or a pattern where letters beyond ASCII may stand there escaped. */
    String hint() {
        String telling = telling();
        return isAscii(telling) ? telling : telling.codePoints().mapToObj(SoughtText::written).collect(Collectors.joining());
    }

    private String telling() {
        return switch (kind) {
            case NAME, WORDS -> words(text).stream().max((one, other) -> Integer.compare(one.length(), other.length())).orElse("");
            case CHARACTERS, PHONE -> characters();
        };
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(unit -> unit < ASCII);
    }

    /** The ways to write a letter in JSON, where JSON in a string has more backslashes. */
    private static String written(int letter) {
        return letter < ASCII ? Character.toString(letter)
                : IntStream.of(letter, Character.toUpperCase(letter)).mapToObj(Character::toString)
                        .flatMap(one -> Stream.of(one, escaped(one))).distinct().collect(Collectors.joining("|", "(", ")"));
    }

    private static String escaped(String letter) {
        return letter.chars().mapToObj(unit -> "\\\\*u%04x".formatted(unit)).collect(Collectors.joining());
    }

    /** Whether JSON holds it. */
    boolean isIn(String json) {
        String plain = ESCAPE.matcher(json).replaceAll(SoughtText::decoded);
        return switch (kind) {
            case NAME -> hasTogether(words(plain), words(text));
            case WORDS -> Collections.indexOfSubList(words(plain), words(text)) >= 0;
            case CHARACTERS -> spelled("").matcher(plain).find();
            case PHONE -> spelled("(?:1" + BETWEEN + ")?").matcher(plain).find();
        };
    }

    private static String decoded(MatchResult escape) {
        String code = escape.group(1);
        return code == null ? " " : Matcher.quoteReplacement(Character.toString(Integer.parseInt(code, HEX)));
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
