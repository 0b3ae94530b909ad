package dev.downshift.core.promotion;

import dev.downshift.core.NotFound;
import java.util.Objects;
import java.util.UUID;

/** A promotion request. */
public record PromotionRequestId(UUID value) {

    public PromotionRequestId {
        Objects.requireNonNull(value);
    }

    /** Reads an id from outside; a malformed one is as unknown as a missing one. */
    public static PromotionRequestId of(String text) {
        try {
            return new PromotionRequestId(UUID.fromString(text));
        } catch (IllegalArgumentException malformed) {
            throw new NotFound("promotion request");
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
