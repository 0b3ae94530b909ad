package dev.downshift.core.tasks;

import dev.downshift.core.NotFound;
import dev.downshift.core.jobs.JobKind;
import dev.downshift.core.jobs.JobQueue;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Permission;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Discovery runs as rows. */
@Service
@Transactional
class StoredDiscoveryRuns implements DiscoveryRuns {

    private static final int RECENT = 20;

    private final JdbcClient jdbc;
    private final JobQueue jobs;

    StoredDiscoveryRuns(JdbcClient jdbc, JobQueue jobs) {
        this.jdbc = jdbc;
        this.jobs = jobs;
    }

    @Override
    public DiscoveryRunId start() {
        Waiting run = waiting();
        if (run.isNew) {
            jobs.enqueue(JobKind.DISCOVERY, run.id);
        } else {
            jobs.hasten(JobKind.DISCOVERY, run.id);
        }
        return new DiscoveryRunId(run.id);
    }

    @Override
    public DiscoveryRunId startAfter(Duration pause) {
        Waiting run = waiting();
        if (run.isNew) {
            jobs.enqueueAfter(JobKind.DISCOVERY, run.id, pause);
        }
        return new DiscoveryRunId(run.id);
    }

    /** The one run that waits, added where there is none; whoever asks at the same time gets the same one. */
    private Waiting waiting() {
        Actor actor = Actor.current();
        actor.require(Permission.TRAIN);
        return jdbc.sql("""
                        insert into discovery_run (organization_id, status, requested_by_name) values (?, 'QUEUED', ?)
                        on conflict (organization_id) where status = 'QUEUED' do update set status = excluded.status
                        returning new.id, old.id is null""")
                .params(actor.organization().value(), actor.name())
                .query((row, i) -> new Waiting(row.getObject(1, UUID.class), row.getBoolean(2)))
                .single();
    }

    private record Waiting(UUID id, boolean isNew) {}

    @Override
    @Transactional(readOnly = true)
    public DiscoveryRun get(DiscoveryRunId id) {
        return jdbc.sql(TaskRows.RUN + "where id = ?").param(id.value()).query(TaskRows::run).optional()
                .orElseThrow(() -> new NotFound("discovery run"));
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<DiscoveryRun> latest() {
        return recent().stream().findFirst();
    }

    @Override
    @Transactional(readOnly = true)
    public List<DiscoveryRun> recent() {
        return jdbc.sql(TaskRows.RUN + "order by requested_at desc, id desc limit " + RECENT).query(TaskRows::run).list();
    }
}
