package dev.downshift.engine.evaluation;

import java.util.HashMap;
import java.util.Map;

/**
 * Similarity of two texts as chrF: the mean over character n-grams of length 1 to 6 of precision and recall, combined
 * with recall weighted twice (Popović 2015, "chrF: character n-gram F-score for automatic MT evaluation"). White space
 * does not count.
 */
final class ChrF {

    private static final int LONGEST = 6;
    private static final double BETA_SQUARED = 4;

    private ChrF() {}

    static double similarity(String reference, String text) {
        String expected = reference.replaceAll("\\s+", "");
        String given = text.replaceAll("\\s+", "");
        if (expected.isEmpty() || given.isEmpty()) {
            return expected.equals(given) ? 1 : 0;
        }
        double precision = 0;
        double recall = 0;
        int orders = Math.min(LONGEST, Math.max(expected.length(), given.length()));
        for (int length = 1; length <= orders; length++) {
            Map<String, Integer> expectedGrams = grams(expected, length);
            Map<String, Integer> givenGrams = grams(given, length);
            double shared = shared(expectedGrams, givenGrams);
            precision += shared / Math.max(1, given.length() - length + 1);
            recall += shared / Math.max(1, expected.length() - length + 1);
        }
        precision /= orders;
        recall /= orders;
        return precision + recall == 0 ? 0 : Math.min(1, (1 + BETA_SQUARED) * precision * recall / (BETA_SQUARED * precision + recall));
    }

    private static Map<String, Integer> grams(String text, int length) {
        Map<String, Integer> grams = new HashMap<>();
        for (int begin = 0; begin + length <= text.length(); begin++) {
            grams.merge(text.substring(begin, begin + length), 1, Integer::sum);
        }
        return grams;
    }

    private static double shared(Map<String, Integer> one, Map<String, Integer> other) {
        double shared = 0;
        for (Map.Entry<String, Integer> gram : one.entrySet()) {
            shared += Math.min(gram.getValue(), other.getOrDefault(gram.getKey(), 0));
        }
        return shared;
    }
}
