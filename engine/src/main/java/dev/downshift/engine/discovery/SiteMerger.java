package dev.downshift.engine.discovery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.Set;

/** Joins drafts whose templates are nearly the same, as versions of one prompt are, and whose answers do not differ in form. */
final class SiteMerger {

    private static final double SAME_TEMPLATE = 0.6;

    private SiteMerger() {}

    static List<SiteDraft> merge(List<SiteDraft> drafts, Vocabulary vocabulary) {
        List<SiteDraft> ordered = new ArrayList<>(drafts);
        ordered.sort(Comparator.comparingInt(SiteDraft::prompts).reversed().thenComparing(draft -> draft.site().id()));
        List<SiteDraft> merged = new ArrayList<>();
        Map<Integer, Set<Integer>> holders = new HashMap<>();
        for (SiteDraft draft : ordered) {
            Set<Integer> candidates = new TreeSet<>();
            draft.shares().keySet().forEach(segment -> candidates.addAll(holders.getOrDefault(segment, Set.of())));
            int best = -1;
            double most = SAME_TEMPLATE;
            for (int candidate : candidates) {
                double overlap = merged.get(candidate).overlap(draft);
                if (overlap >= most && !merged.get(candidate).answers().contradicts(draft.answers())) {
                    best = candidate;
                    most = overlap;
                }
            }
            if (best < 0) {
                best = merged.size();
                merged.add(draft);
            } else {
                merged.set(best, merged.get(best).with(draft));
            }
            for (int segment : merged.get(best).shares().keySet()) {
                holders.computeIfAbsent(segment, s -> new TreeSet<>()).add(best);
            }
        }
        return merged;
    }
}
