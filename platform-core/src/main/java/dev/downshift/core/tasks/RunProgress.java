package dev.downshift.core.tasks;

import dev.downshift.core.tenancy.Tenant;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.stereotype.Component;

/** Writes how far a run has come, in transactions of its own so that it shows while the work goes on. */
@Component
@Transactional(propagation = Propagation.REQUIRES_NEW)
class RunProgress {

    private final JdbcClient jdbc;

    RunProgress(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public void begin(DiscoveryRunId run, DiscoveryRun.Stage stage, long total) {
        update("update discovery_run set status = 'RUNNING', started_at = coalesce(started_at, now()), stage = ?, done = 0, total = ?,"
                + " failure = null where id = ?", stage.name(), total, run.value());
    }

    public void done(DiscoveryRunId run, long done) {
        update("update discovery_run set done = ? where id = ?", done, run.value());
    }

    public void succeed(DiscoveryRunId run) {
        update("update discovery_run set status = 'SUCCEEDED', stage = null, finished_at = now() where id = ?", run.value());
    }

    public void fail(DiscoveryRunId run, String reason) {
        update("update discovery_run set status = 'FAILED', failure = ?, finished_at = now() where id = ?", reason, run.value());
    }

    public long storedCalls() {
        return jdbc.sql("select count(*) from call_identity where organization_id = ?").param(Tenant.current().value()).query((row, i) -> row.getLong(1)).single();
    }

    private void update(String sql, Object first, Object second, UUID run) {
        jdbc.sql(sql).params(first, second, run).update();
    }

    private void update(String sql, Object first, UUID run) {
        jdbc.sql(sql).params(first, run).update();
    }

    private void update(String sql, UUID run) {
        jdbc.sql(sql).param(run).update();
    }
}
