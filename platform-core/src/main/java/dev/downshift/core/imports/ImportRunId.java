package dev.downshift.core.imports;

import dev.downshift.core.NotFound;
import java.util.Objects;
import java.util.UUID;

/** Which run of an import. */
public record ImportRunId(UUID value) {

    public ImportRunId {
        Objects.requireNonNull(value);
    }

    /** Reads an id from outside; a malformed one is as unknown as a missing one. */
    public static ImportRunId of(String text) {
        try {
            return new ImportRunId(UUID.fromString(text));
        } catch (IllegalArgumentException malformed) {
            throw new NotFound("run of an import");
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
