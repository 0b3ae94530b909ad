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
        Actor actor = Actor.current();
        actor.require(Permission.TRAIN);
        Optional<UUID> waiting = waiting();
        UUID id = waiting.orElseGet(() -> add(actor));
        if (waiting.isPresent()) {
            jobs.hasten(JobKind.DISCOVERY, id);
        } else {
            jobs.enqueue(JobKind.DISCOVERY, id);
        }
        return new DiscoveryRunId(id);
    }

    @Override
    public DiscoveryRunId startAfter(Duration pause) {
        Actor actor = Actor.current();
        actor.require(Permission.TRAIN);
        Optional<UUID> waiting = waiting();
        UUID id = waiting.orElseGet(() -> add(actor));
        if (waiting.isEmpty()) {
            jobs.enqueueAfter(JobKind.DISCOVERY, id, pause);
        }
        return new DiscoveryRunId(id);
    }

    private Optional<UUID> waiting() {
        return jdbc.sql("select id from discovery_run where status = 'QUEUED' order by requested_at limit 1")
                .query((row, i) -> row.getObject(1, UUID.class))
                .optional();
    }

    private UUID add(Actor actor) {
        return jdbc.sql("""
                        insert into discovery_run (organization_id, status, requested_by_name) values (?, 'QUEUED', ?) returning id""")
                .params(actor.organization().value(), actor.name())
                .query((row, i) -> row.getObject(1, UUID.class))
                .single();
    }

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
