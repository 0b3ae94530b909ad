package dev.downshift.web.training;

import dev.downshift.core.training.TrainingRunView;
import dev.downshift.core.training.TrainingStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run as a list and its page show it.
 *
 * @param tone of the badge
 * @param statusKey of its text in the bundle
 */
record RunRow(TrainingRunView run, String tone, String statusKey, @Nullable Duration duration, int total) {

    static RunRow of(TrainingRunView run) {
        Integer total = run.totalSteps();
        boolean stopping = run.cancelRequested() && !run.status().ended();
        return new RunRow(run, tone(run.status()), stopping ? "STOPPING" : run.status().name(), run.duration(Instant.now()),
                total == null ? 0 : total);
    }

    /** Whether the page should look again. */
    public boolean live() {
        return !run.status().ended();
    }

    private static String tone(TrainingStatus status) {
        return switch (status) {
            case QUEUED -> "waiting";
            case RUNNING, EXPORTING -> "running";
            case SUCCEEDED -> "good";
            case FAILED -> "bad";
            case CANCELLED -> "off";
        };
    }
}
