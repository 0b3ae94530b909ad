package dev.downshift.core.tasks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run of discovery over all calls of an organization, and how far it has come.
 *
 * @param done calls or texts handled in this stage
 * @param total of how many
 * @param failure why it failed, for people
 */
public record DiscoveryRun(
        DiscoveryRunId id,
        Status status,
        @Nullable Stage stage,
        long done,
        long total,
        long calls,
        int tasks,
        @Nullable String failure,
        String requestedByName,
        Instant requestedAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    /** Where a run stands. */
    public enum Status {
        QUEUED, RUNNING, SUCCEEDED, FAILED;

        public boolean isFinal() {
            return this == SUCCEEDED || this == FAILED;
        }
    }

    /** What a run does, in this order. The tasks can be seen once they are written. */
    public enum Stage { COUNT, GROUP, DESCRIBE, WRITE, EMBED }
}
