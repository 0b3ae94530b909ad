package dev.downshift.core.training;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a run.
 *
 * @param ordinal its place in the run; what was recorded once is not recorded again
 */
public record TrainingEvent(
        long ordinal,
        Instant at,
        Kind kind,
        @Nullable Integer step,
        @Nullable Double loss,
        @Nullable Double tokensPerSecond,
        @Nullable String text) {

    /** The kinds of events that are kept. */
    public enum Kind {
        STEP,
        CHECKPOINT,
        VALIDATION,
        EXPORT,
        MESSAGE,
        RESUMED
    }
}
