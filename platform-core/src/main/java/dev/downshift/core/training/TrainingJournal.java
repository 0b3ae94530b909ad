package dev.downshift.core.training;

import dev.downshift.core.datasets.DatasetId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a worker reads and writes about a run. */
public interface TrainingJournal {

    /** Marks a run as running, again if need be, and says what to do. */
    Assignment begin(TrainingRunId id);

    boolean cancelRequested(TrainingRunId id);

    /** Records events and the progress they tell of. Events with a known ordinal change nothing. */
    void record(TrainingRunId id, List<TrainingEvent> events, Progress progress);

    void exporting(TrainingRunId id);

    /** Ends a run whose export passed its golden check, with a candidate. */
    CandidateId succeed(TrainingRunId id, Artifacts artifacts);

    /** Ends a run whose export answers otherwise than the trained model: there is no candidate. */
    void failGoldenCheck(TrainingRunId id, Artifacts artifacts, String difference);

    void fail(TrainingRunId id, String reason);

    void cancelled(TrainingRunId id);

    /**
     * A run to carry out.
     *
     * @param source what the trainer loads as base model
     * @param eventsSeen the highest ordinal recorded
     * @param ended whether there is nothing left to do
     */
    record Assignment(DatasetId dataset, String source, TrainingSettings settings, long eventsSeen, boolean ended) {}

    /** The newest figures; a null leaves what is there. */
    record Progress(
            @Nullable Integer step,
            @Nullable Integer totalSteps,
            @Nullable Double loss,
            @Nullable Double tokensPerSecond,
            @Nullable Integer etaSeconds,
            @Nullable String device) {}

    /** The files of a finished run. Hashes are SHA-256 in hex; {@code ggufFile} lies in {@code directory}. */
    record Artifacts(
            String directory,
            String baseHash,
            String adapterHash,
            String ggufFile,
            String ggufHash,
            long ggufBytes,
            int goldenTotal,
            int goldenEqual) {}
}
