package dev.downshift.core.tasks;

import static java.util.stream.Collectors.toMap;

import dev.downshift.core.intake.CallId;
import dev.downshift.core.intake.Calls;
import dev.downshift.core.tasks.DiscoveryRun.Stage;
import dev.downshift.core.tasks.TaskWriter.Place;
import dev.downshift.core.tenancy.Tenant;
import dev.downshift.engine.discovery.Discovery;
import dev.downshift.engine.discovery.TextEmbedder;
import dev.downshift.engine.discovery.VariablePart;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ForkJoinPool;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Runs discovery over the stored calls. What it finds is written in one transaction, so that a killed run leaves nothing half. */
@Service
class StoredDiscoveryWork implements DiscoveryWork {

    private static final int PROGRESS_EVERY = 500;
    private static final int EMBEDDED_PER_TASK = 1_000;
    private static final int SET = 128;

    private final JdbcClient jdbc;
    private final Calls calls;
    private final RunProgress progress;
    private final TaskWriter writer;
    private final TaskFiguresUpdate figures;
    private final Embeddings embeddings;
    private final TransactionOperations transactions;

    StoredDiscoveryWork(JdbcClient jdbc, Calls calls, RunProgress progress, TaskWriter writer, TaskFiguresUpdate figures,
            Embeddings embeddings, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.calls = calls;
        this.progress = progress;
        this.writer = writer;
        this.figures = figures;
        this.embeddings = embeddings;
        this.transactions = transactions;
    }

    @Override
    public void discover(DiscoveryRunId run) {
        long total = progress.storedCalls();
        Discovery.Result found = new Discovery(
                reader -> calls.stream().forEach(stored -> reader.read(stored.call(), stored.cost(), stored.weight())),
                (stage, done) -> report(run, Stage.valueOf(stage.name()), done, total)).discover();
        progress.begin(run, Stage.WRITE, total);
        transactions.executeWithoutResult(status -> write(run, found));
    }

    private void report(DiscoveryRunId run, Stage stage, long done, long total) {
        if (done == 1) {
            progress.begin(run, stage, total);
        }
        if (done % PROGRESS_EVERY == 0) {
            progress.done(run, done);
        }
    }

    private void write(DiscoveryRunId run, Discovery.Result found) {
        Map<String, Place> places = writer.write(found.tasks(), run);
        Map<String, VariablePart> variables = new HashMap<>();
        found.tasks().forEach(task -> variables.put(task.id(), new VariablePart(task.site().signature())));
        AssignmentWriter assignments = new AssignmentWriter(jdbc, run, all -> {});
        calls.stream().forEach(stored -> found.assign(stored.call()).ifPresent(task -> {
            Place place = places.get(task);
            VariablePart variable = variables.get(task);
            if (place != null && variable != null) {
                assignments.add(stored.id(), place, VariableIds.of(variable.of(stored.call())));
            }
        }));
        assignments.flush();
        figures.addAllUp();
        jdbc.sql("update discovery_run set calls = ?, tasks = ? where id = ?")
                .params(found.calls(), found.tasks().size(), run.value())
                .update();
    }

    @Override
    public void embed(DiscoveryRunId run) {
        Map<UUID, Map<CallId, UUID>> missing = Optional.ofNullable(transactions.execute(status -> missing())).orElseThrow();
        progress.begin(run, Stage.EMBED, missing.values().stream().mapToLong(Map::size).sum());
        if (!missing.isEmpty()) {
            try (TextEmbedder embedder = TextEmbedder.load(1); ForkJoinPool processors = new ForkJoinPool()) {
                long done = 0;
                for (Map.Entry<UUID, Map<CallId, UUID>> site : missing.entrySet()) {
                    done = embed(run, embedder, processors, site.getKey(), site.getValue(), done);
                }
            }
        }
        progress.succeed(run);
    }

    /** Embeds on processors of its own: threads of the pool that all share would stay as nice as those of discovery are. */
    private long embed(DiscoveryRunId run, TextEmbedder embedder, ForkJoinPool processors, UUID site, Map<CallId, UUID> texts, long before) {
        VariablePart variable = new VariablePart(Optional.ofNullable(transactions.execute(status -> writer.signature(site))).orElseThrow());
        long done = before;
        List<CallId> ids = List.copyOf(texts.keySet());
        for (int from = 0; from < ids.size(); from += SET) {
            List<CallId> set = ids.subList(from, Math.min(ids.size(), from + SET));
            Map<UUID, String> varying = new HashMap<>();
            calls.stream(set).forEach(stored -> {
                UUID id = texts.get(stored.id());
                if (id != null) {
                    varying.put(id, variable.of(stored.call()));
                }
            });
            embeddings.write(processors.submit(() -> varying.entrySet().parallelStream()
                    .collect(toMap(Map.Entry::getKey, text -> embedder.embed(text.getValue())))).join());
            done += set.size();
            progress.done(run, done);
        }
        return done;
    }

    /** One call for each variable part that should have a vector and has none, by call site. Call sites may share a part. */
    private Map<UUID, Map<CallId, UUID>> missing() {
        Map<UUID, Map<CallId, UUID>> missing = new LinkedHashMap<>();
        jdbc.sql("""
                        select distinct on (variable_id) call_site_id, call_id, variable_id from (
                          select call_site_id, min(call_id::text)::uuid as call_id, variable_id,
                                 row_number() over (partition by call_site_id order by variable_id) as number
                          from assignment where organization_id = ? and variable_id is not null group by call_site_id, variable_id) v
                        where number <= ? and not exists (select from embedding e where e.variable_id = v.variable_id)
                        order by variable_id, call_site_id""")
                .params(Tenant.current().value(), EMBEDDED_PER_TASK)
                .query(row -> {
                    missing.computeIfAbsent(row.getObject(1, UUID.class), site -> new LinkedHashMap<>())
                            .put(new CallId(row.getObject(2, UUID.class)), row.getObject(3, UUID.class));
                });
        return missing;
    }

    @Override
    public void fail(DiscoveryRunId run, String reason) {
        progress.fail(run, reason);
    }
}
