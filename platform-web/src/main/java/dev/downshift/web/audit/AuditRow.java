package dev.downshift.web.audit;

import dev.downshift.core.audit.AuditEntry;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An audit entry as a row.
 *
 * @param actorKind in small letters: person, api_key or system
 * @param path of the subject's page; null where it has none
 * @param details name and value, values as plain text
 */
public record AuditRow(
        long sequence,
        Instant occurredAt,
        String actor,
        String actorKind,
        String action,
        String subjectType,
        String subjectId,
        @Nullable String path,
        List<Detail> details,
        String hash) {

    /** One detail of an entry. */
    public record Detail(String name, String value) {}

    static AuditRow of(AuditEntry entry) {
        return new AuditRow(entry.sequence(), entry.occurredAt(), entry.actorName(), entry.actorKind().name().toLowerCase(Locale.ROOT),
                entry.action(), entry.subjectType(), entry.subjectId(), path(entry.subjectType(), entry.subjectId()),
                entry.details().propertyNames().stream().map(name -> new Detail(name, text(entry.details().path(name)))).toList(), entry.hash());
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.stringValue() : value.toString();
    }

    private static @Nullable String path(String type, String id) {
        return switch (type) {
            case "upload" -> "/uploads/" + id;
            case "call" -> "/calls/" + id;
            case "import" -> "/imports/" + id;
            case "task" -> "/tasks/" + id;
            case "dataset" -> "/datasets/" + id;
            case "training-run" -> "/runs/" + id;
            case "evaluation" -> "/evaluations/" + id;
            case "promotion" -> "/promotions/" + id;
            case "erasure" -> "/privacy/erasures/" + id;
            case "member", "invitation" -> "/settings/members";
            case "api-key" -> "/settings/keys";
            default -> null;
        };
    }
}
