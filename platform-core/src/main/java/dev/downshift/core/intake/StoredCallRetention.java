package dev.downshift.core.intake;

import dev.downshift.core.AdvisoryLock;
import dev.downshift.core.tenancy.Tenant;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Forgets calls month by month: whole months go as partitions, and of the month that the time is in, the rows before it. Messages know
 * the newest month they were used in, so those of the months that are gone are found without looking at the calls.
 */
@Component
class StoredCallRetention implements CallRetention {

    private final JdbcClient jdbc;

    StoredCallRetention(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    @Transactional
    public Forgotten forgetBefore(Instant time) {
        AdvisoryLock.CALLS.take(jdbc, Tenant.current().value());
        UUID organization = Tenant.current().value();
        OffsetDateTime before = time.atOffset(ZoneOffset.UTC);
        OffsetDateTime month = before.toLocalDate().withDayOfMonth(1).atStartOfDay().atOffset(ZoneOffset.UTC);
        boolean any = jdbc.sql("select exists (select from llm_call where organization_id = ? and ordered_at < ?)").params(organization, before)
                .query((row, number) -> row.getBoolean(1)).single();
        int calls = !any ? 0 : jdbc.sql("delete from call_identity where organization_id = ? and ordered_at < ?").params(organization, before).update();
        int messages = jdbc.sql("delete from message where organization_id = ? and last_used < ?").params(organization, month.toLocalDate()).update();
        if (any) {
            jdbc.sql("delete from llm_call where organization_id = ? and ordered_at >= ? and ordered_at < ?").params(organization, month, before).update();
            jdbc.sql("select drop_calls_before(?)").param(before).query((row, number) -> true).single();
        }
        if (calls + messages > 0) {
            jdbc.sql("""
                            insert into call_retention (organization_id) values (?)
                            on conflict (organization_id) do update set forgotten_at = clock_timestamp()""")
                    .param(organization).update();
        }
        return new Forgotten(calls, messages);
    }
}
