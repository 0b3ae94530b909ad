package dev.downshift.engine.privacy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds words and phrases as whole words, without regard to case and to how much space is between the words: a tree of words,
 * walked from each word of a text. What stands at a place is looked up in the tree only if a bit for its hash is set.
 *
 * @param <T> what is known of a phrase
 */
final class Phrases<T> {

    private static final int BITS = 1 << 16;

    private final Node<T> root = new Node<>();
    private final BitSet beginnings = new BitSet(BITS);

    private static final class Node<T> {
        private final Map<String, Node<T>> next = new HashMap<>();
        private final List<Phrase<T>> ends = new ArrayList<>();
    }

    /**
     * A phrase.
     *
     * @param text in lower case, with one space where there is space
     * @param before how many of its characters stand before its first word
     * @param after how many stand behind its last
     */
    private record Phrase<T>(String text, int before, int after, T value) {}

    /** A phrase in a text. */
    record Found<T>(int start, int end, T value) {}

    Phrases(Map<String, T> phrases) {
        phrases.forEach(this::add);
    }

    private void add(String phrase, T value) {
        String folded = folded(phrase);
        int first = wordFrom(folded, 0);
        beginnings.set(hash(folded, first, endOfWord(folded, first)) & BITS - 1);
        Node<T> node = root;
        int end = first;
        for (int word = first; word < folded.length(); word = wordFrom(folded, end)) {
            end = endOfWord(folded, word);
            node = node.next.computeIfAbsent(folded.substring(word, end), ignored -> new Node<>());
        }
        node.ends.add(new Phrase<>(folded, first, folded.length() - end, value));
    }

    /** What is found, from left to right; of those that begin at one word the longest. */
    List<Found<T>> in(String text) {
        List<Found<T>> all = new ArrayList<>();
        for (int word = wordFrom(text, 0); word < text.length();) {
            int end = endOfWord(text, word);
            if (beginnings.get(hash(text, word, end) & BITS - 1)) {
                Found<T> found = longestAt(text, word);
                if (found != null) {
                    all.add(found);
                }
            }
            word = wordFrom(text, end);
        }
        return all;
    }

    private @Nullable Found<T> longestAt(String text, int first) {
        Found<T> longest = null;
        Node<T> node = root;
        for (int word = first; word < text.length();) {
            int end = endOfWord(text, word);
            node = node.next.get(folded(text, word, end));
            if (node == null) {
                return longest;
            }
            for (Phrase<T> phrase : node.ends) {
                int from = first - phrase.before();
                int to = end + phrase.after();
                if (from >= 0 && to <= text.length() && folded(text, from, to).equals(phrase.text())) {
                    longest = new Found<>(from, to, phrase.value());
                }
            }
            word = wordFrom(text, end);
        }
        return longest;
    }

    private static int wordFrom(String text, int from) {
        int i = from;
        while (i < text.length() && !Character.isLetterOrDigit(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /** Where a word ends; scripts without spaces have one word a character. */
    private static int endOfWord(String text, int word) {
        int i = word;
        while (i < text.length() && Character.isLetterOrDigit(text.charAt(i))) {
            if (Character.isIdeographic(text.charAt(i++))) {
                return i;
            }
            if (i < text.length() && Character.isIdeographic(text.charAt(i))) {
                return i;
            }
        }
        return i;
    }

    private static int hash(String text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + Character.toLowerCase(text.charAt(i));
        }
        return hash ^ hash >>> 16;
    }

    /** A phrase as it is compared: without space around it, in lower case, with one space where there is space. */
    static String folded(String phrase) {
        String bare = phrase.strip();
        return folded(bare, 0, bare.length());
    }

    /** Whether two phrases are found in the same places. */
    static boolean agree(String one, String other) {
        return folded(one).equals(folded(other));
    }

    private static String folded(String text, int from, int to) {
        StringBuilder folded = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!Character.isWhitespace(c)) {
                folded.append(Character.toLowerCase(c));
            } else if (i == from || !Character.isWhitespace(text.charAt(i - 1))) {
                folded.append(' ');
            }
        }
        return folded.toString();
    }
}
