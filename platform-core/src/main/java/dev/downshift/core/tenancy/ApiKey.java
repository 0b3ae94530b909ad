package dev.downshift.core.tenancy;

import dev.downshift.core.NotFound;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key for programs, without its secret.
 *
 * @param hint the last characters of the secret
 */
public record ApiKey(
        Id id,
        String name,
        String hint,
        Set<Scope> scopes,
        PersonId createdBy,
        String createdByName,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt) {

    /** The key's id, which is no secret. */
    public record Id(UUID value) {
        public static Id of(String text) {
            try {
                return new Id(UUID.fromString(text));
            } catch (IllegalArgumentException malformed) {
                throw new NotFound("API key");
            }
        }

        @Override
        public String toString() {
            return value.toString();
        }
    }

    /** A new key with its secret, which is shown this once. */
    public record Issued(Id id, String secret) {
        @Override
        public String toString() {
            return id.toString();
        }
    }

    /** Who a presented key stands for, and what it is for. */
    public record Bearer(Actor actor, Set<Scope> scopes) {}
}
