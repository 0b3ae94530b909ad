package dev.downshift.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** Expands phrases: {@code {a|b}} is a choice, which may nest, and {@code <name>} a slot. */
final class Grammar {

    private Grammar() {}

    static String expand(String phrase, RandomGenerator random, UnaryOperator<String> slots) {
        return tidy(fill(choose(phrase, random), slots));
    }

    private static String choose(String phrase, RandomGenerator random) {
        String rest = phrase;
        for (int close = rest.indexOf('}'); close >= 0; close = rest.indexOf('}')) {
            int open = rest.lastIndexOf('{', close);
            List<String> choices = split(rest.substring(open + 1, close));
            rest = rest.substring(0, open) + choices.get(random.nextInt(choices.size())) + rest.substring(close + 1);
        }
        return rest;
    }

    private static List<String> split(String choices) {
        List<String> parts = new ArrayList<>();
        int begin = 0;
        for (int bar = choices.indexOf('|'); bar >= 0; bar = choices.indexOf('|', begin)) {
            parts.add(choices.substring(begin, bar));
            begin = bar + 1;
        }
        parts.add(choices.substring(begin));
        return parts;
    }

    static String fill(String phrase, UnaryOperator<String> slots) {
        StringBuilder filled = new StringBuilder();
        int from = 0;
        for (int open = phrase.indexOf('<'); open >= 0; open = phrase.indexOf('<', from)) {
            int close = phrase.indexOf('>', open);
            filled.append(phrase, from, open).append(slots.apply(phrase.substring(open + 1, close)));
            from = close + 1;
        }
        return filled.append(phrase.substring(from)).toString();
    }

    private static String tidy(String text) {
        return text.replaceAll(" {2,}", " ").replaceAll(" ([,.?])", "$1").strip();
    }
}
