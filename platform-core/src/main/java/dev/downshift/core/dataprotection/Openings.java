package dev.downshift.core.dataprotection;

import dev.downshift.core.audit.AuditTrail;
import dev.downshift.core.datasets.DatasetId;
import dev.downshift.core.intake.CallId;
import dev.downshift.core.tenancy.Actor;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Writes down who opened redacted calls to read them: each once a day for everyone who does. */
@Service
@Transactional
public class Openings {

    private static final Duration ONCE_IN = Duration.ofDays(1);

    private final JdbcClient jdbc;
    private final AuditTrail audit;
    private final Clock clock;

    Openings(JdbcClient jdbc, AuditTrail audit, Clock clock) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.clock = clock;
    }

    public void note(CallId call) {
        note("call", call.value());
    }

    /** That examples of a dataset were opened. */
    public void note(DatasetId dataset) {
        note("dataset", dataset.value());
    }

    private void note(String subject, UUID id) {
        Actor actor = Actor.current();
        String action = subject + ".opened";
        boolean noted = jdbc.sql("""
                        select exists (select from audit_entry where organization_id = ? and subject_type = ? and subject_id = ? and action = ?
                            and actor_id is not distinct from ?::uuid and occurred_at > ?)""")
                .param(actor.organization().value()).param(subject).param(id.toString()).param(action).param(actor.id())
                .param(clock.instant().minus(ONCE_IN).atOffset(ZoneOffset.UTC))
                .query((row, number) -> row.getBoolean(1)).single();
        if (!noted) {
            audit.append(action, subject, id, Map.of());
        }
    }
}
