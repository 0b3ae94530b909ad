package dev.downshift.web.settings;

import dev.downshift.core.tenancy.ApiKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API key as a row.
 *
 * @param state active, expired or revoked
 */
public record KeyRow(
        String id,
        String name,
        String hint,
        List<String> scopes,
        String createdByName,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        String state) {

    static KeyRow of(ApiKey key, Instant now) {
        var expires = key.expiresAt();
        var state = key.revokedAt() != null ? "revoked" : expires != null && expires.isBefore(now) ? "expired" : "active";
        return new KeyRow(key.id().toString(), key.name(), key.hint(), key.scopes().stream().map(Enum::name).sorted().toList(),
                key.createdByName(), key.createdAt(), expires, key.lastUsedAt(), state);
    }
}
