package dev.downshift.engine.evaluation;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How well one answer agrees with its reference.
 *
 * @param exact whether it is the same answer
 * @param value from 0 to 1; 1 or 0 for all shapes but text, where it is a similarity
 * @param fields for JSON and tool calls: whether each field of the reference was met; an extra field counts as not met
 */
public record Score(boolean exact, double value, SortedMap<String, Boolean> fields) {

    public Score {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("a score lies between 0 and 1: " + value);
        }
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    }

    static Score of(boolean exact) {
        return new Score(exact, exact ? 1 : 0, new TreeMap<>());
    }

    static Score of(boolean exact, SortedMap<String, Boolean> fields) {
        return new Score(exact, exact ? 1 : 0, fields);
    }

    /** The share of fields that were met; the score itself where there are none. */
    public double fieldShare() {
        return fields.isEmpty() ? value : fields.values().stream().mapToInt(met -> met ? 1 : 0).sum() / (double) fields.size();
    }
}
