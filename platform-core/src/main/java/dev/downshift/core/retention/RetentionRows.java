package dev.downshift.core.retention;

import dev.downshift.core.NullableInstant;
import dev.downshift.core.limits.IntakePolicySaved;
import dev.downshift.core.tenancy.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** When organizations are looked through, and what each day's pass removed. */
@Component
@Transactional
class RetentionRows {

    private static final String PASS = "select day, kept_from, calls, rejected_records, finished_at from retention_pass";

    private final JdbcClient jdbc;
    private final Clock clock;

    RetentionRows(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** In the transaction that saves the policy: a policy that keeps everything is never looked at again. */
    @EventListener
    public void on(IntakePolicySaved event) {
        if (event.policy().keepCallsDays() == null) {
            unschedule(event.organizationId());
        } else {
            schedule(event.organizationId(), nextMidnight(clock.instant()));
        }
    }

    public void schedule(OrganizationId organization, Instant next) {
        jdbc.sql("insert into retention_schedule (organization_id, next_at) values (?, ?) on conflict (organization_id) do update set next_at = excluded.next_at")
                .params(organization.value(), next.atOffset(ZoneOffset.UTC)).update();
    }

    public void unschedule(OrganizationId organization) {
        jdbc.sql("delete from retention_schedule where organization_id = ?").param(organization.value()).update();
    }

    @Transactional(readOnly = true)
    public List<OrganizationId> due(Instant now) {
        return jdbc.sql("select organization_id from retention_schedule where next_at <= ? order by next_at, organization_id").param(now.atOffset(ZoneOffset.UTC))
                .query((row, number) -> new OrganizationId(row.getObject(1, UUID.class))).list();
    }

    /** Notes what a pass is going to remove; of one that was begun before, what it was then. */
    public RetentionPass begin(LocalDate day, Instant keptFrom, long calls, long rejected) {
        jdbc.sql("""
                        insert into retention_pass (organization_id, day, kept_from, calls, rejected_records)
                        values (current_organization(), ?, ?, ?, ?) on conflict (organization_id, day) do nothing""")
                .params(day, keptFrom.atOffset(ZoneOffset.UTC), calls, rejected).update();
        return jdbc.sql(PASS + " where day = ?").param(day).query(RetentionRows::pass).single();
    }

    public void finish(LocalDate day, Instant now) {
        jdbc.sql("update retention_pass set finished_at = ? where day = ?").params(now.atOffset(ZoneOffset.UTC), day).update();
    }

    /** The newest pass that removed something. */
    @Transactional(readOnly = true)
    public Optional<RetentionPass> last() {
        return jdbc.sql(PASS + " where calls + rejected_records > 0 order by day desc limit 1").query(RetentionRows::pass).optional();
    }

    static Instant nextMidnight(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    private static RetentionPass pass(ResultSet row, int number) throws SQLException {
        return new RetentionPass(row.getObject(1, LocalDate.class), row.getObject(2, OffsetDateTime.class).toInstant(), row.getLong(3), row.getLong(4),
                NullableInstant.of(row, 5));
    }
}
