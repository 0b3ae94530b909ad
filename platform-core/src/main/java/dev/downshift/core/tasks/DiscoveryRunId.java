package dev.downshift.core.tasks;

import dev.downshift.core.NotFound;
import java.util.Objects;
import java.util.UUID;

/** Which discovery run. */
public record DiscoveryRunId(UUID value) {

    public DiscoveryRunId {
        Objects.requireNonNull(value);
    }

    /** Reads an id from outside; a malformed one is as unknown as a missing one. */
    public static DiscoveryRunId of(String text) {
        try {
            return new DiscoveryRunId(UUID.fromString(text));
        } catch (IllegalArgumentException malformed) {
            throw new NotFound("discovery run");
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
