package dev.downshift.core.intake;

import dev.downshift.core.NotFound;
import java.util.Objects;
import java.util.UUID;

/** Which upload. */
public record UploadId(UUID value) {

    public UploadId {
        Objects.requireNonNull(value);
    }

    /** Reads an id from outside; a malformed one is as unknown as a missing one. */
    public static UploadId of(String text) {
        try {
            return new UploadId(UUID.fromString(text));
        } catch (IllegalArgumentException malformed) {
            throw new NotFound("upload");
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
