package dev.downshift.core.datasets;

import dev.downshift.core.Sha256;
import dev.downshift.core.intake.CallId;
import dev.downshift.core.tasks.TaskView;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What was chosen of a task's calls, before it is written.
 *
 * @param calls all calls of the task
 * @param selection the chosen ones, by split
 * @param hashes of every usable call's example, by its position in {@code calls}
 * @param unusable how many calls cannot be examples, by reason
 */
record Frozen(List<CallId> calls, Selection selection, Map<Long, byte[]> hashes, Map<String, Integer> unusable) {

    /** Everything that was left out, by reason. */
    Map<String, Integer> dropped() {
        Map<String, Integer> all = new TreeMap<>(unusable);
        selection.dropped().forEach((reason, count) -> all.merge(reason, count, Integer::sum));
        return all;
    }

    byte[] contentHash() {
        Sha256 all = new Sha256();
        splitHashes().forEach((split, hash) -> all.add(split.name()).add(hash));
        return all.value();
    }

    Map<Split, byte[]> splitHashes() {
        Map<Split, byte[]> splits = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            Sha256 hash = new Sha256();
            selection.of(split).forEach(call -> hash.add(hashOf(call.position())));
            splits.put(split, hash.value());
        }
        return splits;
    }

    byte[] hashOf(long position) {
        return Objects.requireNonNull(hashes.get(position));
    }

    DatasetView draft(TaskView task, int number, String createdBy) {
        return new DatasetView(new DatasetId(new UUID(0, 0)), task.id(), task.version(), task.name() + " · " + number, task.outputShape(),
                selection.of(Split.TRAIN).size(), selection.of(Split.VALIDATION).size(), selection.of(Split.TEST).size(),
                selection.dropped().getOrDefault(Selection.DUPLICATE, 0), Manifest.of(task, calls.size(), dropped(), selection, splitHashes()),
                Sha256.hex(contentHash()), createdBy, Instant.EPOCH);
    }
}
