package dev.downshift.engine.discovery;

import java.util.Map;

/** The weighted Jaccard overlap (Ruzicka 1958) of two sets: 1 for equal ones, 0 where nothing is shared. */
final class Ruzicka {

    private Ruzicka() {}

    /** Of what weighs something in either set, the share that is in both; 0 for two empty ones. */
    static <T> double overlap(Map<T, Double> mine, Map<T, Double> theirs) {
        double both = 0;
        double either = 0;
        for (Map.Entry<T, Double> each : mine.entrySet()) {
            double there = theirs.getOrDefault(each.getKey(), 0.0);
            both += Math.min(each.getValue(), there);
            either += Math.max(each.getValue(), there);
        }
        for (Map.Entry<T, Double> each : theirs.entrySet()) {
            either += mine.containsKey(each.getKey()) ? 0 : each.getValue();
        }
        return either == 0 ? 0 : both / either;
    }
}
