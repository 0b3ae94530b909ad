package dev.downshift.engine.privacy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is known of words in postal addresses, by the {@link Tokens#hash hash} of the word. */
final class AddressWords {

    static final int STREET = 1;
    static final int STREET_BEHIND_NAME = 2;
    static final int STREET_IN_LOWER_CASE = 4;
    static final int UNIT = 8;
    static final int LINK = 16;
    static final int ABBREVIATION = 32;
    static final int NOT_PLACE = 64;
    static final int NOTHING = 128;
    static final int MILITARY = 256;

    private static final int SHORTEST_STEM = 2;
    private static final List<String> NAMES = List.of("street", "street-behind-name", "street-in-lower-case", "unit", "link", "abbreviation", "not-place", "nothing", "military");
    private static final Map<Integer, Integer> KINDS = new HashMap<>();
    private static final List<String> ENDINGS = new ArrayList<>();

    static {
        Resources.lines("address-words.txt").forEach(AddressWords::add);
    }

    private AddressWords() {}

    private static void add(String line) {
        String[] words = line.split(" ", -1);
        List<String> listed = Arrays.asList(words).subList(1, words.length);
        if (words[0].equals("street-ending")) {
            ENDINGS.addAll(listed);
        } else {
            int kind = 1 << NAMES.indexOf(words[0]);
            listed.forEach(word -> KINDS.merge(Tokens.hash(word, 0, word.length()), kind, (a, b) -> a | b));
        }
    }

    static int kinds(int hash) {
        return KINDS.getOrDefault(hash, 0);
    }

    /** Whether a word without accents and in lower case ends like a street, as Bahnhofstrasse and Kerkstraat do. */
    static boolean endsLikeStreet(String word) {
        for (String ending : ENDINGS) {
            if (word.length() > ending.length() + SHORTEST_STEM && word.endsWith(ending)) {
                return true;
            }
        }
        return false;
    }
}
