package dev.downshift.engine.privacy;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Surrogates for the words of names: words that read like names but that nobody bears, put together from syllables. A
 * word's surrogate depends on the word alone, whatever its case, accents and place, so "Jane Doe", "DOE, Jane" and
 * jane.doe@corp.com agree; and a surrogate is told from a real name by being in the vocabulary.
 */
final class InventedNames {

    private static final List<String> BEGINNINGS = List.of("al", "ar", "bel", "bor", "bran", "cal", "cor", "dal", "dor", "el", "fen", "gal", "har", "ish",
            "jor", "kel", "lor", "mar", "mer", "nar", "or", "pel", "quin", "ral", "sel", "tal", "tor", "ul", "var", "vel", "wil", "zel");
    private static final List<String> MIDDLES = List.of("a", "e", "i", "o", "ade", "ami", "eni", "ora");
    private static final List<String> ENDINGS = List.of("bryn", "dane", "drell", "fane", "gard", "lish", "morn", "nix", "quist", "rath", "sande", "thane",
            "vane", "wick", "wynn", "zor");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Set<String> VOCABULARY = vocabulary();

    private final Keyed keyed;

    InventedNames(Keyed keyed) {
        this.keyed = keyed;
    }

    static boolean isInvented(String word) {
        return VOCABULARY.contains(word.toLowerCase(Locale.ROOT));
    }

    /** The surrogate of one word, in the same case. */
    String surrogate(String word) {
        if (isInvented(word)) {
            return word;
        }
        Keyed.Choices choices = keyed.choices("name", plain(word));
        String invented = BEGINNINGS.get(choices.below(BEGINNINGS.size())) + MIDDLES.get(choices.below(MIDDLES.size()))
                + ENDINGS.get(choices.below(ENDINGS.size()));
        return inCaseOf(word, invented);
    }

    /** Lower case, without accents, with ß and its like spelt out: the form in which spellings of one name agree. */
    static String plain(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        for (int i = 0; i < lower.length(); i++) {
            if (lower.charAt(i) > 127) {
                return MARKS.matcher(Normalizer.normalize(lower, Normalizer.Form.NFKD)).replaceAll("").replace("ß", "ss")
                        .replace("ø", "o").replace("ł", "l").replace("æ", "ae").replace("đ", "d").replace("ı", "i");
            }
        }
        return lower;
    }

    private static String inCaseOf(String word, String invented) {
        if (word.length() > 1 && word.equals(word.toUpperCase(Locale.ROOT)) && !word.equals(word.toLowerCase(Locale.ROOT))) {
            return invented.toUpperCase(Locale.ROOT);
        }
        return Character.isUpperCase(word.charAt(0)) ? Character.toUpperCase(invented.charAt(0)) + invented.substring(1) : invented;
    }

    private static Set<String> vocabulary() {
        Set<String> words = new HashSet<>();
        for (String beginning : BEGINNINGS) {
            for (String middle : MIDDLES) {
                for (String ending : ENDINGS) {
                    words.add(beginning + middle + ending);
                }
            }
        }
        return Set.copyOf(words);
    }
}
