package dev.downshift.engine.evaluation;

import java.util.List;

/** The median and the 95th percentile of latencies in milliseconds, by the nearest-rank method; -1 where there are none. */
public record Latencies(int measured, long p50Millis, long p95Millis) {

    public static Latencies of(List<Long> millis) {
        List<Long> sorted = millis.stream().sorted().toList();
        return new Latencies(sorted.size(), rank(sorted, 0.5), rank(sorted, 0.95));
    }

    private static long rank(List<Long> sorted, double share) {
        return sorted.isEmpty() ? -1 : sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
    }
}
