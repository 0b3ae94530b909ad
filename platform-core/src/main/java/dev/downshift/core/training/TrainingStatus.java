package dev.downshift.core.training;

/** Where a run is in its life. */
public enum TrainingStatus {
    QUEUED,
    RUNNING,
    EXPORTING,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    /** Whether nothing more will happen. */
    public boolean ended() {
        return switch (this) {
            case QUEUED, RUNNING, EXPORTING -> false;
            case SUCCEEDED, FAILED, CANCELLED -> true;
        };
    }
}
