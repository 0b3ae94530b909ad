package dev.downshift.core.datasets;

import dev.downshift.core.tasks.TaskId;
import dev.downshift.engine.evaluation.OutputShape;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * A frozen dataset.
 *
 * @param train examples of the training split
 * @param validation examples of the validation split
 * @param test examples of the test split
 * @param manifest how it was made: counts, rules, what was dropped and why, hashes of the splits
 * @param contentHash SHA-256 over all examples, in hexadecimal
 */
public record DatasetView(
        DatasetId id,
        TaskId task,
        int taskVersion,
        String name,
        OutputShape shape,
        int train,
        int validation,
        int test,
        int duplicatesDropped,
        JsonNode manifest,
        String contentHash,
        String createdBy,
        Instant createdAt) {

    /** Examples in all three splits. */
    public int examples() {
        return train + validation + test;
    }
}
