package dev.downshift.core.tasks;

import dev.downshift.core.intake.CallFilter;
import dev.downshift.core.intake.Calls;
import dev.downshift.core.intake.UploadIngested;
import dev.downshift.core.tasks.TaskWriter.Place;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.engine.discovery.CallSiteMatcher;
import dev.downshift.engine.discovery.CallSiteSignature;
import dev.downshift.engine.discovery.VariablePart;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Deals with the calls of a new upload: a few are assigned to the tasks there are, many start a new run. However
 * many calls there are, it reads those of the upload and a bounded number of others. Doing it again changes nothing.
 */
@Component
class NewCalls {

    /** A run is due once the calls have grown by this share since the last one. */
    private static final double GROWTH = 0.1;

    /** While more calls keep coming in, this many times as long as the last run took passes before the next: it would take their readers' time. */
    private static final int REST = 9;

    private final JdbcClient jdbc;
    private final Calls calls;
    private final DiscoveryRuns runs;
    private final TaskWriter tasks;
    private final TaskFiguresUpdate figures;
    private final TransactionOperations transactions;

    NewCalls(JdbcClient jdbc, Calls calls, DiscoveryRuns runs, TaskWriter tasks, TaskFiguresUpdate figures, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.calls = calls;
        this.runs = runs;
        this.tasks = tasks;
        this.figures = figures;
        this.transactions = transactions;
    }

    @Async("background")
    @TransactionalEventListener
    void on(UploadIngested event) {
        if (event.calls() > 0) {
            Actor.run(Actor.system(event.organizationId()), () -> transactions.executeWithoutResult(status -> take(event)));
        }
    }

    private void take(UploadIngested event) {
        tasks.lock();
        Optional<LastRun> last = jdbc.sql("""
                        select id, calls, 1000 * extract(epoch from finished_at - now() + ? * (finished_at - started_at)) from discovery_run
                        where status = 'SUCCEEDED' order by requested_at desc limit 1""")
                .param(REST)
                .query((row, i) -> new LastRun(new DiscoveryRunId(row.getObject(1, UUID.class)), row.getLong(2), Duration.ofMillis(row.getLong(3))))
                .optional();
        if (last.isEmpty()) {
            runs.start();
        } else if (stored() <= last.get().calls * (1 + GROWTH)) {
            assign(event, last.get().id);
        } else if (last.get().rest.isPositive() && areMoreComing()) {
            runs.startAfter(last.get().rest);
            assign(event, last.get().id);
        } else {
            runs.start();
        }
    }

    private boolean areMoreComing() {
        return jdbc.sql("select exists (select from upload where status in ('QUEUED', 'INGESTING'))").query((row, i) -> row.getBoolean(1)).single();
    }

    /** The uploads know how many of their calls are stored; counting the calls would read them all. */
    private long stored() {
        return jdbc.sql("select coalesce(sum(calls - removed), 0) from upload").query((row, i) -> row.getLong(1)).single();
    }

    private void assign(UploadIngested event, DiscoveryRunId run) {
        Map<Place, CallSiteSignature> signatures = new LinkedHashMap<>();
        jdbc.sql("select s.id, t.id, s.signature from task t join call_site s on s.id = t.call_site_id where t.status = 'ACTIVE' order by t.id")
                .query(row -> {
                    signatures.put(new Place(row.getObject(1, UUID.class), row.getObject(2, UUID.class)),
                            CallSiteSignature.fromJson(row.getString(3)));
                });
        CallSiteMatcher<Place> matcher = CallSiteMatcher.of(signatures);
        Map<Place, VariablePart> variables = new HashMap<>();
        signatures.forEach((place, signature) -> variables.put(place, new VariablePart(signature)));
        Set<UUID> grown = new HashSet<>();
        AssignmentWriter assignments = new AssignmentWriter(jdbc, run, added -> grown.addAll(figures.add(added)));
        calls.stream(CallFilter.of(event.uploadId())).forEach(stored -> matcher.assign(stored.call()).ifPresent(place -> {
            VariablePart variable = variables.get(place);
            assignments.add(stored.id(), place, variable == null ? null : VariableIds.of(variable.of(stored.call())));
        }));
        assignments.flush();
        figures.complete(grown);
    }

    private record LastRun(DiscoveryRunId id, long calls, Duration rest) {}
}
