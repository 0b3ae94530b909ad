package dev.downshift.core.audit;

import dev.downshift.core.tenancy.Actor;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Something that happened.
 *
 * @param sequence its place in the chain, from 1 without gaps
 * @param action what was done, like {@code promotion.approved}
 * @param hash binds this entry and all before it
 */
public record AuditEntry(
        long sequence,
        Instant occurredAt,
        Actor.Kind actorKind,
        @Nullable UUID actorId,
        String actorName,
        String action,
        String subjectType,
        String subjectId,
        JsonNode details,
        String hash) {}
