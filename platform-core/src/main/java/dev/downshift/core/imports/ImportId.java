package dev.downshift.core.imports;

import dev.downshift.core.NotFound;
import java.util.Objects;
import java.util.UUID;

/** Which import. */
public record ImportId(UUID value) {

    public ImportId {
        Objects.requireNonNull(value);
    }

    /** Reads an id from outside; a malformed one is as unknown as a missing one. */
    public static ImportId of(String text) {
        try {
            return new ImportId(UUID.fromString(text));
        } catch (IllegalArgumentException malformed) {
            throw new NotFound("import");
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
