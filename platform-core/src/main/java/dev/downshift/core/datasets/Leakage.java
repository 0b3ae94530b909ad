package dev.downshift.core.datasets;

import dev.downshift.core.datasets.Selection.Usable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Counts what more than one split contains. */
final class Leakage {

    private Leakage() {}

    static long shared(Selection selection, Function<Usable, String> what) {
        Map<String, Split> first = new HashMap<>();
        Set<String> shared = new HashSet<>();
        for (Split split : Split.values()) {
            for (Usable call : selection.of(split)) {
                String value = what.apply(call);
                if (first.computeIfAbsent(value, unseen -> split) != split) {
                    shared.add(value);
                }
            }
        }
        return shared.size();
    }
}
