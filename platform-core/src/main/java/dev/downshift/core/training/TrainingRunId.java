package dev.downshift.core.training;

import dev.downshift.core.NotFound;
import java.util.UUID;

/** A training run. */
public record TrainingRunId(UUID value) {

    /** Reads an id from outside; a malformed one is as unknown as a missing one. */
    public static TrainingRunId of(String text) {
        try {
            return new TrainingRunId(UUID.fromString(text));
        } catch (IllegalArgumentException malformed) {
            throw new NotFound("training run");
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
