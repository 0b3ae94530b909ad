package dev.downshift.cli;

import dev.downshift.engine.privacy.Finding;
import dev.downshift.engine.privacy.FindingType;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How much a run found, by type and rule, and how fast it was. */
final class RedactionCounts {

    private static final double MEGABYTE = 1_000_000;
    private static final double NANOSECONDS = 1e9;

    private final Map<FindingType, Map<String, Integer>> findings = new TreeMap<>();
    private final long begun = System.nanoTime();
    private long records;
    private long characters;

    void add(List<Finding> found, int length) {
        records++;
        characters += length;
        for (Finding finding : found) {
            findings.computeIfAbsent(finding.type(), ignored -> new TreeMap<>()).merge(finding.rule(), 1, Integer::sum);
        }
    }

    void print(PrintWriter out) {
        double seconds = (System.nanoTime() - begun) / NANOSECONDS;
        findings.forEach((type, rules) -> {
            out.printf(Locale.ROOT, "%-16s %8d%n", type, rules.values().stream().mapToInt(Integer::intValue).sum());
            rules.forEach((rule, count) -> out.printf(Locale.ROOT, "  %-22s %s%n", count, rule));
        });
        out.printf(Locale.ROOT, "%d records, %.1f MB in %.1f s: %.1f MB/s%n", records, characters / MEGABYTE, seconds, characters / MEGABYTE / seconds);
    }
}
