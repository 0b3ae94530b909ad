package dev.downshift.engine.discovery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** A bounded sample of a site's distinct prompts that is the same in whatever order they come (bottom-k by hash). */
final class Sample {

    private static final int SIZE = 400;

    private final TreeMap<Long, Observation> kept = new TreeMap<>();

    /** Whether a call with this key would be kept. */
    boolean wants(long key) {
        return !kept.containsKey(key) && (kept.size() < SIZE || key < kept.lastKey());
    }

    void add(Observation observation) {
        kept.put(observation.key, observation);
        if (kept.size() > SIZE) {
            kept.pollLastEntry();
        }
    }

    /** Oldest first. */
    List<Observation> inTime() {
        List<Observation> ordered = new ArrayList<>(kept.values());
        ordered.sort(Comparator.<Observation>comparingLong(each -> each.time).thenComparingLong(each -> each.key));
        return ordered;
    }
}
