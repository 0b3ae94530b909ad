package dev.downshift.core.training;

import dev.downshift.core.datasets.DatasetId;
import dev.downshift.core.tasks.TaskId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A training run as it stands.
 *
 * @param cancelRequested whether someone asked it to stop
 * @param totalSteps planned steps; null before the trainer has planned them
 * @param loss of the newest step, mean cross entropy of an answer's token
 * @param estimatedSeconds before it began
 * @param cost in US dollars; null before it ended
 * @param failure what happened and what to do
 * @param candidate what came of it
 */
public record TrainingRunView(
        TrainingRunId id,
        TaskId task,
        String taskName,
        DatasetId dataset,
        String datasetName,
        String baseModel,
        TrainingSettings settings,
        TrainingStatus status,
        boolean cancelRequested,
        int step,
        @Nullable Integer totalSteps,
        @Nullable Double loss,
        @Nullable Double tokensPerSecond,
        @Nullable Integer etaSeconds,
        int estimatedSeconds,
        BigDecimal estimatedCost,
        @Nullable BigDecimal cost,
        @Nullable String device,
        @Nullable String failure,
        String requestedBy,
        Instant requestedAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable CandidateId candidate) {

    /** How long it has run, or ran; null before it began. */
    public @Nullable Duration duration(Instant now) {
        return startedAt == null ? null : Duration.between(startedAt, finishedAt == null ? now : finishedAt);
    }
}
