package dev.downshift.core.training;

import dev.downshift.core.NotFound;
import java.util.UUID;

/** A candidate. */
public record CandidateId(UUID value) {

    /** Reads an id from outside; a malformed one is as unknown as a missing one. */
    public static CandidateId of(String text) {
        try {
            return new CandidateId(UUID.fromString(text));
        } catch (IllegalArgumentException malformed) {
            throw new NotFound("candidate");
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
