package dev.downshift.core.training;

import dev.downshift.core.Page;
import dev.downshift.core.datasets.DatasetId;
import dev.downshift.core.models.Proposal;
import dev.downshift.core.tasks.TaskId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The training runs of the current organization. */
public interface TrainingRuns {

    /** A base model for the dataset, with the time and cost that training it would take. */
    Proposal propose(DatasetId dataset);

    /** The same for a base model that someone chose. */
    Proposal estimate(DatasetId dataset, String baseModel, TrainingSettings settings);

    /** Asks for a run. Takes the permission to train. */
    TrainingRunId start(DatasetId dataset, String baseModel, TrainingSettings settings);

    TrainingRunView get(TrainingRunId id);

    /** Runs, newest first, of one task or of all. */
    Page<TrainingRunView> list(@Nullable TaskId task, @Nullable String cursor);

    /** Events of a run after an ordinal, oldest first, at most 1,000. */
    List<TrainingEvent> events(TrainingRunId id, long after);

    /** Asks a run to stop. One that waits is cancelled at once; one that ended is a conflict. Takes the permission to train. */
    void cancel(TrainingRunId id);
}
