package dev.downshift.worker;

import dev.downshift.core.jobs.JobKind;
import dev.downshift.core.tenancy.OrganizationId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
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

    private static final String LOCK_KEY = "hashtextextended('job_request:' || %s::text, 0)";
    /** Tries one lock after the other and stops at the first it gets, for the limit ends the reading of the sorted requests. */
    private static final String LOCK_OLDEST = """
            select * from (
                select id, organization_id, kind, subject_id, attempts from job_request
                where kind = ? and finished_at is null and (not_before is null or not_before <= now()) order by requested_at, id) waiting
            where pg_try_advisory_lock(%s) limit 1""".formatted(LOCK_KEY.formatted("waiting.id"));

    private final DataSource dataSource;

    JobClaims(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The oldest request of a kind that no living worker holds. */
    Optional<Claim> claim(JobKind kind) throws SQLException {
        var connection = dataSource.getConnection();
        try {
            var session = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            for (var request = lockOldest(session, kind); request.isPresent(); request = lockOldest(session, kind)) {
                if (holdsStill(session, request.get())) {
                    return Optional.of(new Claim(request.get(), connection, session));
                }
            }
        } catch (RuntimeException failure) {
            giveBack(connection, failure);
            throw failure;
        }
        connection.close();
        return Optional.empty();
    }

    /** Without its locks: the connection goes to others, and the session lives on. */
    private static void giveBack(Connection connection, RuntimeException failure) {
        try (connection; var statement = connection.createStatement()) {
            statement.execute("select pg_advisory_unlock_all()");
        } catch (SQLException lost) {
            failure.addSuppressed(lost);
        }
    }

    private static Optional<JobRequest> lockOldest(JdbcClient session, JobKind kind) {
        return session.sql(LOCK_OLDEST)
                .param(kind.name())
                .query((row, i) -> new JobRequest(row.getObject(1, UUID.class), new OrganizationId(row.getObject(2, UUID.class)),
                        JobKind.valueOf(row.getString(3)), row.getObject(4, UUID.class), row.getInt(5)))
                .optional();
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
        session.sql("select pg_advisory_unlock(" + LOCK_KEY.formatted("?") + ")").param(request.id()).query((row, i) -> row.getBoolean(1)).single();
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
