package dev.downshift.core.tenancy;

import dev.downshift.core.NotFound;
import java.util.Objects;
import java.util.UUID;

/** Someone who signs in; people exist across organizations. */
public record PersonId(UUID value) {

    public PersonId {
        Objects.requireNonNull(value);
    }

    /** Reads an id from outside; a malformed one is as unknown as a missing one. */
    public static PersonId of(String text) {
        try {
            return new PersonId(UUID.fromString(text));
        } catch (IllegalArgumentException malformed) {
            throw new NotFound("person");
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
