package dev.downshift.worker;

import dev.downshift.core.jobs.JobKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Wakes idle workers when a request is made, which the database announces as it commits. Whoever waits looks by himself from time to time
 * all the same, so an announcement that is missed, as while the connection for them is made again, costs time and nothing else.
 */
@Component
class JobArrivals {

    private static final Logger LOG = LoggerFactory.getLogger(JobArrivals.class);
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final int LOOK_UP_MILLIS = 500;

    private final DataSource dataSource;
    private final Map<JobKind, Long> arrived = new EnumMap<>(JobKind.class);
    private @Nullable Thread listener;

    JobArrivals(DataSource dataSource) {
        this.dataSource = dataSource;
        for (JobKind kind : JobKind.values()) {
            arrived.put(kind, 0L);
        }
    }

    synchronized void start() {
        listener = Thread.ofPlatform().daemon().name("job-arrivals").start(this::listen);
    }

    /** Ends every wait. */
    synchronized void stop() {
        listener = null;
        notifyAll();
    }

    /** How many requests of a kind have been announced. */
    synchronized long seen(JobKind kind) {
        return Objects.requireNonNull(arrived.get(kind));
    }

    /** Waits until there are more than were seen, or for this long. */
    synchronized void await(JobKind kind, long seen, Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        try {
            for (long left = longest.toMillis(); listener != null && seen(kind) == seen && left > 0; left = (deadline - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen() {
        while (isWanted()) {
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("listen job_request");
                arrived(JobKind.values());
                listen(Objects.requireNonNull(connection.unwrap(PGConnection.class)));
                statement.execute("unlisten job_request");
            } catch (SQLException broken) {
                if (isWanted()) {
                    LOG.warn("New work is not announced for {} s: {}", AGAIN.toSeconds(), broken.getMessage());
                    pause();
                }
            }
        }
    }

    private void listen(PGConnection announcements) throws SQLException {
        while (isWanted()) {
            PGNotification[] all = announcements.getNotifications(LOOK_UP_MILLIS);
            for (PGNotification one : all == null ? new PGNotification[0] : all) {
                // A newer version may know more kinds.
                Stream.of(JobKind.values()).filter(kind -> kind.name().equals(one.getParameter())).forEach(this::arrived);
            }
        }
    }

    private synchronized void arrived(JobKind... kinds) {
        for (JobKind kind : kinds) {
            arrived.merge(kind, 1L, Long::sum);
        }
        notifyAll();
    }

    private synchronized boolean isWanted() {
        return Thread.currentThread().equals(listener);
    }

    private void pause() {
        try {
            Thread.sleep(AGAIN);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
