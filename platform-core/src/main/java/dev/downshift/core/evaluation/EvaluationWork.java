package dev.downshift.core.evaluation;

/** What a worker does with an evaluation. Each call may be killed at any point and made again. */
public interface EvaluationWork {

    /**
     * Has the next few examples answered and stores the answers. Not to be called inside a transaction: it waits for
     * models.
     *
     * @return whether there is more to do
     */
    boolean advance(EvaluationId id);

    /** Compares, judges and writes the report. */
    void finish(EvaluationId id);

    /** Ends it as failed. */
    void fail(EvaluationId id, String reason);
}
