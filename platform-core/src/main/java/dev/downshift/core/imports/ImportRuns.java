package dev.downshift.core.imports;

import dev.downshift.core.Conflict;
import dev.downshift.core.audit.AuditTrail;
import dev.downshift.core.intake.Receipt;
import dev.downshift.core.jobs.JobKind;
import dev.downshift.core.jobs.JobQueue;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.Tenant;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Runs of imports, from being asked for to their end. */
@Component
@Transactional
class ImportRuns {

    private static final String HISTORY = "90 days";

    private final JdbcClient jdbc;
    private final ImportRows rows;
    private final Sealed sealed;
    private final JobQueue jobs;
    private final AuditTrail audit;
    private final Clock clock;

    ImportRuns(JdbcClient jdbc, ImportRows rows, Sealed sealed, JobQueue jobs, AuditTrail audit, Clock clock) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.sealed = sealed;
        this.jobs = jobs;
        this.audit = audit;
        this.clock = clock;
    }

    /** Asks for a run, unless one waits or is at work. */
    Optional<ImportRunId> request(ImportId id) {
        Optional<ImportRunId> made = jdbc.sql("""
                        insert into import_run (organization_id, import_id, status, requested_by_name) values (current_organization(), ?, 'QUEUED', ?)
                        on conflict (organization_id, import_id) where finished_at is null do nothing returning id""")
                .params(id.value(), Actor.current().name()).query((row, number) -> new ImportRunId(row.getObject(1, UUID.class))).optional();
        made.ifPresent(run -> jobs.enqueue(JobKind.IMPORT, run.value()));
        return made;
    }

    /** Takes the due time, if nobody else has, and asks for a run. */
    void requestIfDue(ImportId id) {
        Optional<ImportView> due = rows.find(id).filter(one -> !one.paused());
        if (due.isEmpty()) {
            jdbc.sql("delete from import_schedule where import_id = ?").param(id.value()).update();
        } else if (jdbc.sql("update import_schedule set due_at = ? where import_id = ? and due_at <= now()")
                .params(at(clock.instant().plus(due.get().schedule().period())), id.value()).update() == 1) {
            request(id);
        }
    }

    /** When the import is due, from now on; never where it is paused. */
    void schedule(OrganizationId organization, ImportId id, Instant at) {
        jdbc.sql("""
                        insert into import_schedule (import_id, organization_id, due_at) values (?, ?, ?)
                        on conflict (import_id) do update set due_at = excluded.due_at""")
                .params(id.value(), organization.value(), at(at)).update();
    }

    /** The run as it is to be gone on with; nothing if it has ended, or its import was deleted. */
    Optional<Fetch> begin(ImportRunId run) {
        List<ImportId> open = jdbc.sql("""
                        update import_run set status = 'RUNNING', started_at = coalesce(started_at, now()) where id = ? and finished_at is null returning import_id""")
                .param(run.value()).query((row, number) -> new ImportId(row.getObject(1, UUID.class))).list();
        if (open.isEmpty()) {
            return Optional.empty();
        }
        OrganizationId organization = Tenant.current();
        ImportId id = open.getFirst();
        ImportRows.Kept kept = rows.kept(id);
        int pages = jdbc.sql("select pages from import_run where id = ?").param(run.value()).query((row, number) -> row.getInt(1)).single();
        return Optional.of(new Fetch(organization, id, run, kept.version(), kept.view().source(), sealed.credential(organization, id, kept.credential()),
                kept.view(), sealed.position(organization, id, kept.position()), pages));
    }

    /**
     * Saves a step, in the running transaction where there is one.
     *
     * @throws Conflict when the import was changed since the run began
     */
    void save(Fetch fetch, Step step) {
        Position next = step.next();
        int saved = jdbc.sql("update trace_import set position = ?, watermark = coalesce(?, watermark) where id = ? and version = ?")
                .param(sealed.position(fetch.organization(), fetch.id(), next)).param(next == null ? at(step.position().to()) : null)
                .param(fetch.id().value()).param(fetch.version()).update();
        if (saved == 0) {
            throw new Conflict("The import was changed while it was at work.");
        }
        Receipt receipt = step.receipt();
        jdbc.sql("""
                        update import_run set pages = pages + ?, files = files + ?, known_files = known_files + ?, skipped_files = skipped_files + ?, bytes = bytes + ?
                        where id = ?""")
                .params(step.pages(), receipt == null ? 0 : 1, receipt != null && receipt.already() ? 1 : 0, step.skipped(), step.bytes(), fetch.run().value()).update();
        if (receipt != null) {
            jdbc.sql("insert into import_file (organization_id, run_id, upload_id) values (current_organization(), ?, ?) on conflict do nothing")
                    .params(fetch.run().value(), receipt.id().value()).update();
        }
    }

    /** Ends a run that went well. */
    void succeed(Fetch fetch, boolean more) {
        end(fetch.run(), "SUCCEEDED", more, null, null);
        if (more) {
            goOn(fetch, clock.instant());
        }
        int files = jdbc.sql("select files from import_run where id = ?").param(fetch.run().value()).query((row, number) -> row.getInt(1)).single();
        if (files > 0) {
            audit.append("import.fetched", "import", fetch.id(), Map.of("run", fetch.run().toString(), "files", files));
        }
    }

    /**
     * Ends a run that did not. What it fetched stays.
     *
     * @param goOnAt when the source wants to be asked again; null for the usual time
     */
    void fail(ImportRunId run, String failure, String remedy, @Nullable Instant goOnAt) {
        Optional<ImportId> failed = end(run, "FAILED", false, failure, remedy);
        failed.ifPresent(id -> {
            if (goOnAt != null) {
                jdbc.sql("update import_schedule set due_at = greatest(due_at, ?) where import_id = ?").params(at(goOnAt), id.value()).update();
            }
            if (!failedBefore(id, run)) {
                audit.append("import.failed", "import", id, Map.of("run", run.toString(), "failure", failure));
            }
        });
    }

    private void goOn(Fetch fetch, Instant at) {
        jdbc.sql("update import_schedule set due_at = least(due_at, ?) where import_id = ?").params(at(at), fetch.id().value()).update();
    }

    private Optional<ImportId> end(ImportRunId run, String status, boolean more, @Nullable String failure, @Nullable String remedy) {
        Optional<ImportId> ended = jdbc.sql("""
                        update import_run set status = ?, finished_at = now(), more = ?, failure = ?, remedy = ? where id = ? and finished_at is null returning import_id""")
                .param(status).param(more).param(failure).param(remedy).param(run.value())
                .query((row, number) -> new ImportId(row.getObject(1, UUID.class))).optional();
        ended.ifPresent(id -> jdbc.sql("delete from import_run where import_id = ? and finished_at < now() - interval '" + HISTORY + "'").param(id.value()).update());
        return ended;
    }

    /** A source that is down for days makes one entry in the audit trail, not one each time. */
    private boolean failedBefore(ImportId id, ImportRunId run) {
        return jdbc.sql("select status from import_run where import_id = ? and id <> ? and finished_at is not null order by requested_at desc, id desc limit 1")
                .params(id.value(), run.value()).query((row, number) -> row.getString(1)).optional().filter("FAILED"::equals).isPresent();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
