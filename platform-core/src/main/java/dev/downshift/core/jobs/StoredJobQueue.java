package dev.downshift.core.jobs;

import dev.downshift.core.tenancy.Tenant;
import java.time.Duration;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The queue as a table, so that a request and its subject commit together. */
@Component
class StoredJobQueue implements JobQueue {

    private final JdbcClient jdbc;

    StoredJobQueue(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void enqueue(JobKind kind, UUID subjectId) {
        jdbc.sql("""
                        insert into job_request (organization_id, kind, subject_id) values (?, ?, ?)
                        on conflict (kind, subject_id) where finished_at is null do update set again = true""")
                .params(Tenant.current().value(), kind.name(), subjectId)
                .update();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void enqueueAfter(JobKind kind, UUID subjectId, Duration pause) {
        enqueue(kind, subjectId);
        jdbc.sql("update job_request set not_before = now() + ? * interval '1 millisecond' where kind = ? and subject_id = ? and finished_at is null")
                .params(pause.toMillis(), kind.name(), subjectId).update();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void hasten(JobKind kind, UUID subjectId) {
        jdbc.sql("update job_request set not_before = null where kind = ? and subject_id = ? and finished_at is null and not_before is not null")
                .params(kind.name(), subjectId).update();
    }
}
