package dev.downshift.core.intake;

import dev.downshift.core.tenancy.Tenant;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What old uploads of the current organization lose; that they came, from whom and how much of them was read, stays. */
@Component
@Transactional
public class UploadRetention {

    private final JdbcClient jdbc;

    UploadRetention(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How many rejected records are listed of uploads that came before this time. */
    @Transactional(readOnly = true)
    public long rejectedBefore(Instant time) {
        return jdbc.sql("select count(*) from rejected_record r join upload u on u.organization_id = r.organization_id and u.id = r.upload_id where u.created_at < ?")
                .param(time.atOffset(ZoneOffset.UTC)).query((row, number) -> row.getLong(1)).single();
    }

    /** Deletes them. How many there were stays on the uploads. */
    public void forgetRejectedBefore(Instant time) {
        jdbc.sql("delete from rejected_record r using upload u where u.organization_id = r.organization_id and u.id = r.upload_id and u.created_at < ?")
                .param(time.atOffset(ZoneOffset.UTC)).update();
    }

    /** Brings the figures of uploads in line with the calls that are left of them. One that is being read gets its turn next time. */
    public void recount() {
        jdbc.sql("""
                        update upload u set removed = greatest(0, u.calls - k.calls), represented = k.weight
                        from (select o.id, count(c.id) as calls, coalesce(sum(c.weight), 0) as weight
                              from upload o left join llm_call c on c.organization_id = o.organization_id and c.upload_id = o.id
                              where o.organization_id = ? and o.calls > o.removed and o.status in ('INGESTED', 'FAILED', 'CANCELLED') group by o.id) k
                        where u.id = k.id and u.calls - u.removed > k.calls""").param(Tenant.current().value()).update();
    }
}
