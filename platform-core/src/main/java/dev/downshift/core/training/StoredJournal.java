package dev.downshift.core.training;

import dev.downshift.core.NotFound;
import dev.downshift.core.audit.AuditTrail;
import dev.downshift.core.prices.Prices;
import dev.downshift.core.tenancy.Tenant;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The journal in the tables of runs, their events, adapters and candidates. */
@Service
@Transactional
class StoredJournal implements TrainingJournal {

    private final StoredRuns runs;
    private final TrainingRows rows;
    private final JdbcClient jdbc;
    private final AuditTrail audit;
    private final Prices prices;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    StoredJournal(
            StoredRuns runs, TrainingRows rows, JdbcClient jdbc, AuditTrail audit, Prices prices,
            ApplicationEventPublisher events, Clock clock) {
        this.runs = runs;
        this.rows = rows;
        this.jdbc = jdbc;
        this.audit = audit;
        this.prices = prices;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public Assignment begin(TrainingRunId id) {
        TrainingRun run = run(id);
        boolean ended = run.status().ended();
        if (!ended) {
            run.begin(clock.instant());
            runs.save(run);
        }
        Specification specification = Specification.parse(run.specification());
        return new Assignment(run.dataset(), specification.source(), specification.settings(), rows.lastEvent(id), ended);
    }

    @Override
    @Transactional(readOnly = true)
    public boolean cancelRequested(TrainingRunId id) {
        return jdbc.sql("select cancel_requested from training_run where id = ?")
                .param(id.value())
                .query((row, i) -> row.getBoolean(1))
                .single();
    }

    @Override
    public void record(TrainingRunId id, List<TrainingEvent> added, Progress progress) {
        UUID organization = Tenant.current().value();
        for (TrainingEvent event : added) {
            jdbc.sql("""
                            insert into training_event (organization_id, training_run_id, ordinal, occurred_at, kind, step, loss,
                                tokens_per_second, text)
                            values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""")
                    .param(organization)
                    .param(id.value())
                    .param(event.ordinal())
                    .param(event.at().atOffset(ZoneOffset.UTC))
                    .param(event.kind().name())
                    .param(event.step())
                    .param(event.loss())
                    .param(event.tokensPerSecond())
                    .param(event.text())
                    .update();
        }
        jdbc.sql("""
                        update training_run set step = coalesce(?, step), total_steps = coalesce(?, total_steps),
                            loss = coalesce(?, loss), tokens_per_second = coalesce(?, tokens_per_second),
                            eta_seconds = coalesce(?, eta_seconds), device = coalesce(?, device)
                        where id = ?""")
                .param(progress.step())
                .param(progress.totalSteps())
                .param(progress.loss())
                .param(progress.tokensPerSecond())
                .param(progress.etaSeconds())
                .param(progress.device())
                .param(id.value())
                .update();
    }

    @Override
    public void exporting(TrainingRunId id) {
        TrainingRun run = run(id);
        run.export();
        runs.save(run);
    }

    @Override
    public CandidateId succeed(TrainingRunId id, Artifacts artifacts) {
        if (artifacts.goldenTotal() < 1 || artifacts.goldenEqual() != artifacts.goldenTotal()) {
            throw new IllegalArgumentException("an export that was not checked, or not equal, makes no candidate");
        }
        TrainingRun run = run(id);
        UUID adapter = keep(id, artifacts);
        UUID candidate = UUID.randomUUID();
        String name = Specification.parse(run.specification()).taskName() + " · " + artifacts.ggufHash().substring(0, 8);
        jdbc.sql("""
                        insert into candidate (id, organization_id, task_id, training_run_id, adapter_id, base_model, name)
                        values (?, ?, ?, ?, ?, ?, ?)""")
                .params(candidate, Tenant.current().value(), run.task().value(), id.value(), adapter, run.baseModel(), name)
                .update();
        end(run, TrainingStatus.SUCCEEDED, null);
        audit.append("training.succeeded", "candidate", candidate, Map.of(
                "run", id.toString(), "base", artifacts.baseHash(), "adapter", artifacts.adapterHash(), "gguf", artifacts.ggufHash()));
        return new CandidateId(candidate);
    }

    @Override
    public void failGoldenCheck(TrainingRunId id, Artifacts artifacts, String difference) {
        keep(id, artifacts);
        end(run(id), TrainingStatus.FAILED, "The exported model answered %d of %d golden prompts as the trained one did, so it cannot be evaluated. %s"
                .formatted(artifacts.goldenEqual(), artifacts.goldenTotal(), difference));
    }

    @Override
    public void fail(TrainingRunId id, String reason) {
        end(run(id), TrainingStatus.FAILED, reason);
    }

    @Override
    public void cancelled(TrainingRunId id) {
        end(run(id), TrainingStatus.CANCELLED, null);
    }

    private void end(TrainingRun run, TrainingStatus how, @Nullable String reason) {
        Instant now = clock.instant();
        BigDecimal cost = TrainingCost.of(prices.current(), rows.get(run.id()).device(), run.duration(now));
        run.end(how, reason, cost, now);
        runs.save(run);
        events.publishEvent(new TrainingFinished(Tenant.current(), run.id(), run.task(), how, cost, now));
    }

    private UUID keep(TrainingRunId id, Artifacts artifacts) {
        UUID adapter = UUID.randomUUID();
        HexFormat hex = HexFormat.of();
        jdbc.sql("""
                        insert into adapter (id, organization_id, training_run_id, directory, base_hash, adapter_hash, gguf_file, gguf_hash,
                            gguf_bytes, golden_total, golden_equal)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(adapter, Tenant.current().value(), id.value(), artifacts.directory(), hex.parseHex(artifacts.baseHash()),
                        hex.parseHex(artifacts.adapterHash()), artifacts.ggufFile(), hex.parseHex(artifacts.ggufHash()),
                        artifacts.ggufBytes(), artifacts.goldenTotal(), artifacts.goldenEqual())
                .update();
        return adapter;
    }

    private TrainingRun run(TrainingRunId id) {
        return runs.findById(id.value()).orElseThrow(() -> new NotFound("training run"));
    }
}
