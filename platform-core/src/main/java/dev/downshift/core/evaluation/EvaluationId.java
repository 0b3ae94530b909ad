package dev.downshift.core.evaluation;

import dev.downshift.core.NotFound;
import java.util.Objects;
import java.util.UUID;

/** An evaluation. */
public record EvaluationId(UUID value) {

    public EvaluationId {
        Objects.requireNonNull(value);
    }

    /** Reads an id from outside; a malformed one is as unknown as a missing one. */
    public static EvaluationId of(String text) {
        try {
            return new EvaluationId(UUID.fromString(text));
        } catch (IllegalArgumentException malformed) {
            throw new NotFound("evaluation");
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
