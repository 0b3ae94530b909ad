package dev.downshift.core.evaluation;

import dev.downshift.core.Page;
import dev.downshift.core.datasets.DatasetId;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.training.CandidateId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The evaluations of the current organization. */
public interface Evaluations {

    /**
     * Asks for an evaluation of a candidate on the test split of the dataset it was trained on: the test examples of another may
     * be among those it learned from. Takes the permission to train.
     */
    EvaluationId start(CandidateId candidate, DatasetId dataset, EvaluationSettings settings);

    EvaluationView get(EvaluationId id);

    /** Newest first, of one task or of all. */
    Page<EvaluationView> list(@Nullable TaskId task, @Nullable String cursor);

    /** A task's evaluations, newest first. */
    List<EvaluationView> byTask(TaskId task);

    /** Asks an evaluation to stop. One that waits is cancelled at once. Takes the permission to train. */
    void cancel(EvaluationId id);

    /**
     * The examples with all answers, in order.
     *
     * @param disagreementsOnly those on which candidate and incumbent do not score the same
     */
    Page<ExampleResult> results(EvaluationId id, boolean disagreementsOnly, @Nullable String cursor);
}
