package dev.downshift.core.tenancy;

import dev.downshift.core.NotFound;
import java.util.Objects;
import java.util.UUID;

/** The tenant. */
public record OrganizationId(UUID value) {

    public OrganizationId {
        Objects.requireNonNull(value);
    }

    /** Reads an id from outside; a malformed one is as unknown as a missing one. */
    public static OrganizationId of(String text) {
        try {
            return new OrganizationId(UUID.fromString(text));
        } catch (IllegalArgumentException malformed) {
            throw new NotFound("organization");
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
