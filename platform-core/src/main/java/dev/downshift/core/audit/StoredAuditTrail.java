package dev.downshift.core.audit;

import dev.downshift.core.AdvisoryLock;
import dev.downshift.core.Cursor;
import dev.downshift.core.Page;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Tenant;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The chain as a table the application can add to and read, and nothing else. */
@Component
@Transactional
class StoredAuditTrail implements AuditTrail {

    /** A chain grows for years, and is never held in memory as a whole. */
    private static final int FETCHED = 1_000;
    private static final int PAGE = 100;
    private static final String COLUMNS =
            "sequence, occurred_at, actor_kind, actor_id, actor_name, action, subject_type, subject_id, details, hash";

    private final JdbcClient jdbc;
    private final AuditChain chain;
    private final Clock clock;
    private final JsonMapper json;

    StoredAuditTrail(JdbcClient jdbc, AuditChain chain, Clock clock, JsonMapper json) {
        this.jdbc = jdbc;
        this.chain = chain;
        this.clock = clock;
        this.json = json.rebuild().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void append(String action, String subjectType, Object subjectId, Map<String, ?> details) {
        Actor actor = Actor.current();
        lockChain(actor);
        Optional<AuditEntry> last =
                jdbc.sql("select " + COLUMNS + " from audit_entry order by sequence desc limit 1").query(this::entry).optional();
        byte[] previous = last.map(entry -> HexFormat.of().parseHex(entry.hash())).orElse(AuditChain.BEGINNING);
        JsonNode tree = json.readTree(json.writeValueAsString(details));
        AuditEntry entry = new AuditEntry(last.map(AuditEntry::sequence).orElse(0L) + 1,
                clock.instant().truncatedTo(ChronoUnit.MICROS), actor.kind(), actor.id(), actor.name(), action, subjectType, subjectId.toString(), tree, "");
        jdbc.sql("""
                        insert into audit_entry (organization_id, %s, previous_hash)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?)""".formatted(COLUMNS))
                .param(actor.organization().value())
                .param(entry.sequence())
                .param(entry.occurredAt().atOffset(ZoneOffset.UTC))
                .param(entry.actorKind().name())
                .param(entry.actorId())
                .param(entry.actorName())
                .param(entry.action())
                .param(entry.subjectType())
                .param(entry.subjectId())
                .param(json.writeValueAsString(tree))
                .param(chain.link(actor.organization()).hash(previous, entry))
                .param(previous)
                .update();
    }

    @Override
    @Transactional(readOnly = true)
    public Page<AuditEntry> list(Filter filter, @Nullable String cursor) {
        List<AuditEntry> entries = jdbc.sql("""
                        select %s from audit_entry
                        where sequence < ? and (?::text is null or action = ?) and (?::text is null or subject_type = ?)
                        and (?::text is null or subject_id = ?) and (?::text is null or actor_name = ?)
                        order by sequence desc limit ?""".formatted(COLUMNS))
                .param(Cursor.number(cursor, Long.MAX_VALUE))
                .param(filter.action()).param(filter.action())
                .param(filter.subjectType()).param(filter.subjectType())
                .param(filter.subjectId()).param(filter.subjectId())
                .param(filter.actorName()).param(filter.actorName())
                .param(PAGE + 1)
                .query(this::entry)
                .list();
        return entries.size() <= PAGE
                ? new Page<>(entries, null)
                : new Page<>(entries.subList(0, PAGE), Long.toString(entries.get(PAGE - 1).sequence()));
    }

    @Override
    @Transactional(readOnly = true)
    public Verification verify() {
        AuditChain.Link link = chain.link(Tenant.current());
        byte[] previous = AuditChain.BEGINNING;
        long expected = 0;
        try (Stream<AuditEntry> entries = jdbc.sql("select " + COLUMNS + " from audit_entry order by sequence")
                .withFetchSize(FETCHED)
                .query(this::entry)
                .stream()) {
            for (AuditEntry entry : (Iterable<AuditEntry>) entries::iterator) {
                expected++;
                byte[] hash = link.hash(previous, entry);
                if (entry.sequence() != expected || !AuditChain.hex(hash).equals(entry.hash())) {
                    return new Verification(expected, entry.sequence());
                }
                previous = hash;
            }
        }
        return new Verification(expected, null);
    }

    /** One writer at a time, until the transaction ends, so that the chain has neither gap nor fork. */
    private void lockChain(Actor actor) {
        AdvisoryLock.AUDIT_CHAIN.take(jdbc, actor.organization().value());
    }

    private AuditEntry entry(ResultSet row, int number) throws SQLException {
        @Nullable UUID actor = row.getObject(4, UUID.class);
        Instant at = row.getObject(2, OffsetDateTime.class).toInstant();
        return new AuditEntry(row.getLong(1), at, Actor.Kind.valueOf(row.getString(3)), actor, row.getString(5),
                row.getString(6), row.getString(7), row.getString(8), json.readTree(row.getString(9)),
                AuditChain.hex(row.getBytes(10)));
    }
}
