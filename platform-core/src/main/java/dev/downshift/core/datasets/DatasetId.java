package dev.downshift.core.datasets;

import dev.downshift.core.NotFound;
import java.util.Objects;
import java.util.UUID;

/** A dataset. */
public record DatasetId(UUID value) {

    public DatasetId {
        Objects.requireNonNull(value);
    }

    /** Reads an id from outside; a malformed one is as unknown as a missing one. */
    public static DatasetId of(String text) {
        try {
            return new DatasetId(UUID.fromString(text));
        } catch (IllegalArgumentException malformed) {
            throw new NotFound("dataset");
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
