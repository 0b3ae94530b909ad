package dev.downshift.core.tenancy;

import dev.downshift.core.NotFound;
import java.time.Instant;
import java.util.UUID;

/** An offer to become a member, open until it is accepted, revoked or expired. */
public record Invitation(Id id, String email, Role role, String invitedByName, Instant createdAt, Instant expiresAt) {

    /** The invitation's id, which is no secret. */
    public record Id(UUID value) {
        public static Id of(String text) {
            try {
                return new Id(UUID.fromString(text));
            } catch (IllegalArgumentException malformed) {
                throw new NotFound("invitation");
            }
        }

        @Override
        public String toString() {
            return value.toString();
        }
    }

    /** A new invitation with the token that accepts it, which is shown this once. */
    public record Issued(Id id, String token) {
        @Override
        public String toString() {
            return id.toString();
        }
    }

    /** What the invited person sees before she accepts. */
    public record Offer(String organization, String email, Role role, boolean registered) {}
}
