package dev.downshift.core.routing;

import dev.downshift.core.routing.LiveSources.Recognizer;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.Tenant;
import dev.downshift.engine.traces.LlmCall;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The routes as the gateway reads them: kept in memory, and compared with the database once a second, so that a promotion or a rollback
 * by any process is obeyed within that time. When the database is away the last state known holds.
 */
@Service
public class LiveRouting {

    private static final Logger LOG = LoggerFactory.getLogger(LiveRouting.class);
    private static final Duration POLL = Duration.ofMillis(800);
    private static final Duration RELEARN = Duration.ofSeconds(30);

    private final Map<OrganizationId, Entry> entries = new ConcurrentHashMap<>();
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final Routes routes;
    private final IncumbentEndpoints incumbents;
    private final LiveSources sources;

    LiveRouting(JdbcClient jdbc, TransactionOperations transactions, Routes routes, IncumbentEndpoints incumbents, LiveSources sources) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.routes = routes;
        this.incumbents = incumbents;
        this.sources = sources;
    }

    /** How the current organization's calls go right now. */
    public Snapshot current() {
        Entry entry = entries.computeIfAbsent(Tenant.current(), organization -> new Entry());
        Snapshot known = entry.snapshot;
        if (known == null) {
            entry.lock.lock();
            try {
                Snapshot loaded = entry.snapshot;
                return loaded == null ? refresh(entry) : loaded;
            } finally {
                entry.lock.unlock();
            }
        }
        if (entry.isDue() && entry.lock.tryLock()) {
            try {
                return refresh(entry);
            } catch (RuntimeException databaseAway) {
                LOG.warn("The routes cannot be read; the last known ones hold: {}", databaseAway.toString());
            } finally {
                entry.checkedAt = Instant.now();
                entry.lock.unlock();
            }
        }
        return known;
    }

    /** One organization's routing at one moment. */
    public static final class Snapshot {
        private final Optional<IncumbentAccess> incumbent;
        private final Map<TaskId, LiveRoute> live;
        private final @Nullable Recognizer recognizer;

        private Snapshot(Optional<IncumbentAccess> incumbent, Map<TaskId, LiveRoute> live, @Nullable Recognizer recognizer) {
            this.incumbent = incumbent;
            this.live = Map.copyOf(live);
            this.recognizer = recognizer;
        }

        public Optional<IncumbentAccess> incumbent() {
            return incumbent;
        }

        public boolean routesNothing() {
            return live.isEmpty();
        }

        /** The route of a call that is not answered yet; none where it belongs to no routed task. */
        public Optional<LiveRoute> route(LlmCall call) {
            return recognizer == null ? Optional.empty() : recognizer.recognize(call).flatMap(task -> Optional.ofNullable(live.get(task)));
        }
    }

    private static final class Entry {
        private final ReentrantLock lock = new ReentrantLock();
        private volatile @Nullable Snapshot snapshot;
        private volatile Instant checkedAt = Instant.EPOCH;
        private volatile Instant learnedAt = Instant.EPOCH;
        private String version = "";

        boolean isDue() {
            return checkedAt.plus(POLL).isBefore(Instant.now());
        }
    }

    private Snapshot refresh(Entry entry) {
        String version = transactions.execute(status -> version());
        boolean relearn = entry.learnedAt.plus(RELEARN).isBefore(Instant.now());
        Snapshot known = entry.snapshot;
        if (known != null && version.equals(entry.version) && (known.routesNothing() || !relearn)) {
            return known;
        }
        Snapshot read = read();
        entry.snapshot = read;
        entry.version = version;
        entry.learnedAt = Instant.now();
        entry.checkedAt = Instant.now();
        return read;
    }

    private String version() {
        return jdbc.sql("""
                        select coalesce((select sum(version) || '/' || count(*) from route), '') || ' ' ||
                               coalesce((select max(changed_at)::text from incumbent_endpoint), '')""")
                .query(String.class)
                .single();
    }

    private Snapshot read() {
        Map<TaskId, LiveRoute> live = new HashMap<>();
        for (RouteView route : routes.list()) {
            if (route.mode() != Mode.OFF && route.candidate() != null) {
                try {
                    live.put(route.task(), new LiveRoute(route.task(), route.version(), route.mode(), route.share(),
                            sources.model(route.candidate()), sources.shape(route.task()), sources.answers(route.candidate())));
                } catch (RuntimeException unusable) {
                    LOG.error("The route of task {} cannot be used; its calls go to the incumbent: {}", route.task(), unusable.toString());
                }
            }
        }
        return new Snapshot(incumbents.access(), live, live.isEmpty() ? null : sources.recognizer());
    }
}
