package dev.downshift.core.tasks;

import dev.downshift.core.NotFound;
import java.util.Objects;
import java.util.UUID;

/** Which call site. */
public record CallSiteId(UUID value) {

    public CallSiteId {
        Objects.requireNonNull(value);
    }

    /** Reads an id from outside; a malformed one is as unknown as a missing one. */
    public static CallSiteId of(String text) {
        try {
            return new CallSiteId(UUID.fromString(text));
        } catch (IllegalArgumentException malformed) {
            throw new NotFound("call site");
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
