package dev.downshift.engine.evaluation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The adjusted Rand index (Hubert and Arabie 1985) between two labellings of the same things: 1 is equal, 0 is chance. */
public final class AdjustedRandIndex {

    private AdjustedRandIndex() {}

    /** Both lists label the same things in the same order. */
    public static double of(List<String> found, List<String> truth) {
        if (found.size() != truth.size()) {
            throw new IllegalArgumentException(found.size() + " labels against " + truth.size());
        }
        Map<String, Integer> cells = new HashMap<>();
        Map<String, Integer> rows = new HashMap<>();
        Map<String, Integer> columns = new HashMap<>();
        for (int i = 0; i < found.size(); i++) {
            cells.merge(found.get(i) + '\u0000' + truth.get(i), 1, Integer::sum);
            rows.merge(found.get(i), 1, Integer::sum);
            columns.merge(truth.get(i), 1, Integer::sum);
        }
        double both = pairs(cells);
        double mine = pairs(rows);
        double theirs = pairs(columns);
        double expected = mine * theirs / (found.size() * (found.size() - 1.0) / 2);
        double most = (mine + theirs) / 2;
        return most == expected ? 1 : (both - expected) / (most - expected);
    }

    private static double pairs(Map<String, Integer> counts) {
        return counts.values().stream().mapToDouble(n -> n * (n - 1.0) / 2).sum();
    }
}
