package dev.downshift.core.tasks;

import dev.downshift.core.NotFound;
import java.util.Objects;
import java.util.UUID;

/** A task. */
public record TaskId(UUID value) {

    public TaskId {
        Objects.requireNonNull(value);
    }

    /** Reads an id from outside; a malformed one is as unknown as a missing one. */
    public static TaskId of(String text) {
        try {
            return new TaskId(UUID.fromString(text));
        } catch (IllegalArgumentException malformed) {
            throw new NotFound("task");
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
