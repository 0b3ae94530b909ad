package dev.downshift.sample;

import java.util.Locale;
import java.util.random.RandomGenerator;

/** Makes a message look typed in a hurry: swapped, dropped and doubled letters inside words, and lost capitals. */
final class Typos {

    private Typos() {}

    static String in(String text, RandomGenerator random) {
        String[] words = text.split(" ", -1);
        int count = 1 + random.nextInt(2);
        for (int made = 0; made < count; made++) {
            int at = random.nextInt(words.length);
            words[at] = mistype(words[at], random);
        }
        String typed = String.join(" ", words);
        return random.nextInt(3) == 0 ? lowered(typed) : typed;
    }

    private static String mistype(String word, RandomGenerator random) {
        if (word.length() < 5 || !word.chars().allMatch(Character::isLetter)) {
            return word;
        }
        int at = 1 + random.nextInt(word.length() - 2);
        return switch (random.nextInt(3)) {
            case 0 -> word.substring(0, at) + word.charAt(at + 1) + word.charAt(at) + word.substring(at + 2);
            case 1 -> word.substring(0, at) + word.substring(at + 1);
            default -> word.substring(0, at) + word.charAt(at) + word.substring(at);
        };
    }

    /** Lower case except for words with digits or an at sign, which are identifiers. */
    private static String lowered(String text) {
        String[] words = text.split(" ", -1);
        for (int index = 0; index < words.length; index++) {
            if (words[index].chars().noneMatch(c -> Character.isDigit(c) || c == '@')) {
                words[index] = words[index].toLowerCase(Locale.ROOT);
            }
        }
        return String.join(" ", words);
    }
}
