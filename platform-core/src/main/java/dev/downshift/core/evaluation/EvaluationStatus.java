package dev.downshift.core.evaluation;

/** Where an evaluation stands. */
public enum EvaluationStatus {
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    public boolean ended() {
        return this != QUEUED && this != RUNNING;
    }
}
