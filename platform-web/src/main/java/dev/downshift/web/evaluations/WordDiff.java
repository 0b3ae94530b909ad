package dev.downshift.web.evaluations;

import java.util.ArrayList;
import java.util.List;

/** The difference of two texts, word by word, by their longest common subsequence. */
public final class WordDiff {

    private static final int MOST_WORDS = 500;

    private WordDiff() {}

    /** A run of words; kind is {@code same}, {@code ins} (only in the second text) or {@code del} (only in the first). */
    public record Piece(String kind, String text) {}

    static List<Piece> between(String first, String second) {
        List<String> from = words(first);
        List<String> to = words(second);
        if (from.size() > MOST_WORDS || to.size() > MOST_WORDS) {
            return first.equals(second) ? List.of(new Piece("same", first)) : List.of(new Piece("del", first), new Piece("ins", second));
        }
        int[][] common = common(from, to);
        List<Piece> pieces = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < from.size() || j < to.size()) {
            if (i < from.size() && j < to.size() && from.get(i).equals(to.get(j))) {
                append(pieces, "same", from.get(i++));
                j++;
            } else if (j == to.size() || (i < from.size() && common[i + 1][j] >= common[i][j + 1])) {
                append(pieces, "del", from.get(i++));
            } else {
                append(pieces, "ins", to.get(j++));
            }
        }
        return pieces;
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("(?<=[\\s,{}\\[\\]:])|(?=[\\s,{}\\[\\]:])", -1));
    }

    /** The length of the longest common subsequence of what follows each pair of places. */
    private static int[][] common(List<String> from, List<String> to) {
        int[][] common = new int[from.size() + 1][to.size() + 1];
        for (int i = from.size() - 1; i >= 0; i--) {
            for (int j = to.size() - 1; j >= 0; j--) {
                common[i][j] = from.get(i).equals(to.get(j)) ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    private static void append(List<Piece> pieces, String kind, String text) {
        if (!pieces.isEmpty() && pieces.getLast().kind().equals(kind)) {
            pieces.set(pieces.size() - 1, new Piece(kind, pieces.getLast().text() + text));
        } else {
            pieces.add(new Piece(kind, text));
        }
    }
}
