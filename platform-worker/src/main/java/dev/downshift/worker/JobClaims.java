package dev.downshift.worker;

import dev.downshift.core.jobs.JobKind;
import dev.downshift.core.tenancy.OrganizationId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;

/**
 * Takes waiting requests for one worker each.
 *
 * <p>A claim is a session advisory lock on a connection of its own: it ends with the worker, however the worker ends, and
 * then the request is free for another.
 */
@Component
class JobClaims {

    private static final String LOCK_KEY = "hashtextextended('job_request:' || ?::text, 0)";
    private static final String WAITING = """
            select id, organization_id, kind, subject_id, attempts from job_request
            where kind = ? and finished_at is null and (not_before is null or not_before <= now()) order by requested_at, id limit 50""";

    private final DataSource dataSource;
    private final JdbcClient jdbc;

    JobClaims(DataSource dataSource, JdbcClient jdbc) {
        this.dataSource = dataSource;
        this.jdbc = jdbc;
    }

    /** The oldest request of a kind that no living worker holds. */
    Optional<Claim> claim(JobKind kind) throws SQLException {
        var waiting = waiting(kind);
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        var connection = dataSource.getConnection();
        try {
            var session = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            for (var request : waiting) {
                if (lock(session, request) && holdsStill(session, request)) {
                    return Optional.of(new Claim(request, connection, session));
                }
            }
        } catch (RuntimeException failure) {
            connection.close();
            throw failure;
        }
        connection.close();
        return Optional.empty();
    }

    private List<JobRequest> waiting(JobKind kind) {
        return jdbc.sql(WAITING)
                .param(kind.name())
                .query((row, i) -> new JobRequest(row.getObject(1, UUID.class), new OrganizationId(row.getObject(2, UUID.class)),
                        JobKind.valueOf(row.getString(3)), row.getObject(4, UUID.class), row.getInt(5)))
                .list();
    }

    private static boolean lock(JdbcClient session, JobRequest request) {
        return session.sql("select pg_try_advisory_lock(" + LOCK_KEY + ")")
                .param(request.id())
                .query((row, i) -> row.getBoolean(1))
                .single();
    }

    /** Another worker may have finished the request between the look and the lock. */
    private static boolean holdsStill(JdbcClient session, JobRequest request) {
        var unfinished = session.sql("update job_request set attempts = attempts + 1, again = false where id = ? and finished_at is null")
                .param(request.id())
                .update() == 1;
        if (!unfinished) {
            unlock(session, request);
        }
        return unfinished;
    }

    private static void unlock(JdbcClient session, JobRequest request) {
        session.sql("select pg_advisory_unlock(" + LOCK_KEY + ")").param(request.id()).query((row, i) -> row.getBoolean(1)).single();
    }

    /** A request that this worker holds until it closes the claim. */
    record Claim(JobRequest request, Connection connection, JdbcClient session) implements AutoCloseable {

        /** Takes the request off the queue, unless it was made again since: its subject may wait for a second run by now. */
        void finish(String outcome) {
            session.sql("""
                            update job_request set outcome = ?, attempts = 0, not_before = null,
                                finished_at = case when again then null else now() end
                            where id = ?""")
                    .params(outcome, request.id())
                    .update();
        }

        /** Leaves the request on the queue for a later try. */
        void putOff(Duration pause) {
            session.sql("update job_request set not_before = now() + ? * interval '1 millisecond' where id = ?")
                    .params(pause.toMillis(), request.id())
                    .update();
        }

        @Override
        public void close() throws SQLException {
            try {
                unlock(session, request);
            } finally {
                connection.close();
            }
        }
    }
}
