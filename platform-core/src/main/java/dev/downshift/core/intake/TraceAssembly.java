package dev.downshift.core.intake;

import dev.downshift.core.AdvisoryLock;
import dev.downshift.core.tenancy.Tenant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Puts the calls of a trace together whose spans came in any order and in any number of uploads: calls that name no conversation get the
 * one that another span of the trace names, and of a call that two instrumentations recorded, one around the other, the inner one stays.
 *
 * <p>It runs when an upload has been read, after the transactions that stored it and noted what it says: of two uploads that are read at
 * once the later one sees what both said. It locks in the order of those who write calls: identities, replacements, calls.
 */
final class TraceAssembly {

    private static final String KEPT = "interval '1 day'";
    private static final List<String> SCOPES = List.of("c.upload_id = ?", "t.upload_id = ?");

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    TraceAssembly(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    /** Applies, in the running transaction, what is noted to the calls of the upload, and what the upload noted to all calls. */
    void settle(UploadId upload) {
        UUID organization = Tenant.current().value();
        Map<UUID, OffsetDateTime> enclosing = identified(enclosing(upload));
        AdvisoryLock.REPLACED_CALLS.take(jdbc, Tenant.current().value());
        if (!enclosing.isEmpty()) {
            remove(enclosing);
        }
        for (String scope : SCOPES) {
            jdbc.sql("""
                            update llm_call c set conversation = t.conversation from trace_conversation t
                            where t.organization_id = ? and c.organization_id = ? and c.conversation = t.trace and\s""" + scope)
                    .params(organization, organization, upload.value()).update();
        }
        for (String notes : List.of("trace_conversation", "enclosing_span")) {
            jdbc.sql("delete from " + notes + " where organization_id = current_organization() and noted_at < now() - " + KEPT).update();
        }
    }

    /** The stored calls that are around others. */
    private Set<UUID> enclosing(UploadId upload) {
        UUID organization = Tenant.current().value();
        Set<UUID> enclosing = new LinkedHashSet<>();
        for (String scope : SCOPES) {
            enclosing.addAll(jdbc.sql("""
                            select i.id from enclosing_span t
                            join call_identity i on i.organization_id = ? and i.id = t.call_id
                            join llm_call c on c.organization_id = ? and c.ordered_at = i.ordered_at and c.id = i.id
                            where t.organization_id = ? and\s""" + scope)
                    .params(organization, organization, organization, upload.value()).query((row, number) -> row.getObject(1, UUID.class)).list());
        }
        return enclosing;
    }

    private Map<UUID, OffsetDateTime> identified(Set<UUID> calls) {
        Map<UUID, OffsetDateTime> stored = new LinkedHashMap<>();
        if (!calls.isEmpty()) {
            jdbc.sql("select id, ordered_at from call_identity where organization_id = ? and id = any(?) order by id for update")
                    .params(Tenant.current().value(), calls.toArray(UUID[]::new))
                    .query(row -> {
                        stored.put(row.getObject(1, UUID.class), row.getObject(2, OffsetDateTime.class));
                    });
        }
        return stored;
    }

    private void remove(Map<UUID, OffsetDateTime> calls) {
        events.publishEvent(new CallsReplaced(Tenant.current(), calls.keySet().stream().map(CallId::new).toList()));
        CallWriter.delete(jdbc, calls);
        jdbc.sql("delete from call_identity where organization_id = ? and id = any(?)")
                .params(Tenant.current().value(), calls.keySet().toArray(UUID[]::new)).update();
    }
}
