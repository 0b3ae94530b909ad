package dev.downshift.core.intake;

import dev.downshift.core.NotFound;
import java.util.Objects;
import java.util.UUID;

/** A call. */
public record CallId(UUID value) {

    public CallId {
        Objects.requireNonNull(value);
    }

    /** Reads an id from outside; a malformed one is as unknown as a missing one. */
    public static CallId of(String text) {
        try {
            return new CallId(UUID.fromString(text));
        } catch (IllegalArgumentException malformed) {
            throw new NotFound("call");
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
