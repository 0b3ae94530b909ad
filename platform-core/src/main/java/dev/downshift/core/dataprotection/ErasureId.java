package dev.downshift.core.dataprotection;

import dev.downshift.core.NotFound;
import java.util.Objects;
import java.util.UUID;

/** A request to erase a person's calls. */
public record ErasureId(UUID value) {

    public ErasureId {
        Objects.requireNonNull(value);
    }

    /** Reads an id from outside; a malformed one is as unknown as a missing one. */
    public static ErasureId of(String text) {
        try {
            return new ErasureId(UUID.fromString(text));
        } catch (IllegalArgumentException malformed) {
            throw new NotFound("erasure");
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
