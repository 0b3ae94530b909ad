package dev.downshift.core.tasks;

import dev.downshift.engine.discovery.CallSiteSignature;
import dev.downshift.engine.discovery.DiscoveredTask;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Finds for newly discovered call sites the ones they were before, so that ids outlive a new run: the pairs whose
 * templates overlap most, each site once.
 */
final class KnownSites {

    private static final double SAME = 0.5;

    private final Map<UUID, CallSiteSignature> known;

    KnownSites(Map<UUID, CallSiteSignature> known) {
        this.known = new LinkedHashMap<>(known);
    }

    /** The former site of each discovered one that has one; by the discovered one's id. */
    Map<String, UUID> match(List<DiscoveredTask> tasks) {
        List<Pair> pairs = new ArrayList<>();
        for (DiscoveredTask task : tasks) {
            known.forEach((id, signature) -> {
                double overlap = task.site().signature().overlap(signature);
                if (overlap >= SAME) {
                    pairs.add(new Pair(task.id(), id, overlap));
                }
            });
        }
        pairs.sort(Comparator.comparingDouble(Pair::overlap).reversed().thenComparing(Pair::task).thenComparing(Pair::site));
        Map<String, UUID> matched = new LinkedHashMap<>();
        Set<UUID> taken = new HashSet<>();
        for (Pair pair : pairs) {
            if (!matched.containsKey(pair.task) && taken.add(pair.site)) {
                matched.put(pair.task, pair.site);
            }
        }
        return matched;
    }

    private record Pair(String task, UUID site, double overlap) {}
}
