package dev.downshift.core.intake;

import dev.downshift.core.Conflict;
import dev.downshift.core.Cursor;
import dev.downshift.core.Page;
import dev.downshift.core.audit.AuditTrail;
import dev.downshift.core.jobs.JobKind;
import dev.downshift.core.jobs.JobQueue;
import dev.downshift.core.limits.IntakeGate;
import dev.downshift.core.privacy.Redaction;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.OrganizationKeys;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.engine.traces.RejectedRecord;
import dev.downshift.engine.traces.TraceFormat;
import java.io.IOException;
import java.io.InputStream;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/** Uploads as rows beside a blob store. */
@Component
class StoredUploads implements Uploads {

    private static final int PAGE = 50;
    private static final int LONGEST_NAME = 200;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final BlobStore blobs;
    private final OrganizationKeys keys;
    private final Redaction redaction;
    private final JobQueue jobs;
    private final AuditTrail audit;
    private final IngestSettings settings;
    private final IntakeGate gate;

    StoredUploads(JdbcClient jdbc, TransactionOperations transactions, BlobStore blobs, OrganizationKeys keys, Redaction redaction,
            JobQueue jobs, AuditTrail audit, IngestSettings settings, IntakeGate gate) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.blobs = blobs;
        this.keys = keys;
        this.redaction = redaction;
        this.jobs = jobs;
        this.audit = audit;
        this.settings = settings;
        this.gate = gate;
    }

    @Override
    public Receipt receive(String fileName, Upload.Source source, UploadWishes wishes, InputStream bytes) throws IOException {
        return receive(fileName, source, wishes, bytes, receipt -> {});
    }

    @Override
    public Receipt receive(String fileName, Upload.Source source, InputStream bytes, Consumer<Receipt> together) throws IOException {
        return receive(fileName, source, UploadWishes.NONE, bytes, together);
    }

    private Receipt receive(String fileName, Upload.Source source, UploadWishes wishes, InputStream bytes, Consumer<Receipt> together) throws IOException {
        Actor actor = Actor.current();
        actor.require(Permission.UPLOAD);
        OrganizationId organization = actor.organization();
        String name = displayName(fileName, organization);
        BlobStore.Stored stored = blobs.store(organization, source.isLive() ? bytes : gate.file(bytes), settings.largestUpload().toBytes());
        AtomicBoolean named = new AtomicBoolean();
        try {
            byte[] hash = new ContentIds(keys, organization).hash(stored.sha256());
            return Objects.requireNonNull(transactions.execute(status -> {
                Registered made = register(new Arrival(name, source, stored, hash, wishes));
                together.accept(made.receipt);
                named.set(made.usesBlob);
                return made.receipt;
            }));
        } finally {
            // Once it is named in a transaction that was to be committed, a broken connection leaves open whether it was: the sweep of raw files asks.
            if (!named.get()) {
                blobs.delete(organization, stored.key());
            }
        }
    }

    @Override
    @Transactional(readOnly = true)
    public UploadView get(UploadId id) {
        return UploadRows.get(jdbc, id);
    }

    @Override
    @Transactional(readOnly = true)
    public Page<UploadView> list(@Nullable String cursor) {
        return list(UploadFilter.ALL, cursor);
    }

    @Override
    @Transactional(readOnly = true)
    public Page<UploadView> list(UploadFilter filter, @Nullable String cursor) {
        Cursor from = Cursor.parse(cursor);
        List<UploadView> rows = jdbc.sql(UploadRows.SELECT + """
                         where organization_id = current_organization() and (created_at, id) < (:at, :id)
                            and (:name::text is null or position(lower(:name) in lower(file_name)) > 0) and (:status::text is null or status = :status)
                        order by created_at desc, id desc limit :limit""")
                .param("at", from.at().atOffset(ZoneOffset.UTC)).param("id", from.id()).param("name", filter.name())
                .param("status", filter.status() == null ? null : filter.status().name()).param("limit", PAGE + 1).query(UploadRows::view).list();
        return Page.of(rows, PAGE, upload -> new Cursor(upload.createdAt(), upload.id().value()));
    }

    @Override
    @Transactional(readOnly = true)
    public int unread(Upload.Source source) {
        return jdbc.sql("select count(*) from upload where organization_id = current_organization() and source = ? and status in ('QUEUED', 'INGESTING')")
                .param(source.name()).query((row, number) -> row.getInt(1)).single();
    }

    @Override
    @Transactional
    public void read(UploadId id, @Nullable TraceFormat format) {
        Actor.current().require(Permission.UPLOAD);
        requireSay(UploadRows.get(jdbc, id));
        int changed = jdbc.sql("""
                        update upload set status = 'QUEUED', starts_over = status <> 'WAITING', chosen_format = ?, format = null, failure = null,
                            cancel_requested = false, finished_at = null
                        where id = ? and status in ('WAITING', 'INGESTED', 'FAILED', 'CANCELLED') and blob_key is not null""")
                .param(format == null ? null : format.name()).param(id.value()).update();
        if (changed == 0) {
            throw new Conflict("This upload is being read or deleted, or its file is no longer kept. Cancel the reading, or upload the file again.");
        }
        jobs.enqueue(JobKind.INGEST, id.value());
        audit.append("upload.read-requested", "upload", id, format == null ? Map.of() : Map.of("format", format.name()));
    }

    @Override
    @Transactional
    public void delete(UploadId id) {
        Actor.current().require(Permission.UPLOAD);
        UploadView upload = UploadRows.get(jdbc, id);
        requireSay(upload);
        jdbc.sql("update upload set status = 'DELETING', cancel_requested = true, failure = null where id = ?").param(id.value()).update();
        jobs.enqueue(JobKind.INGEST, id.value());
        audit.append("upload.delete-requested", "upload", id, Map.of("calls", upload.calls(), "records", upload.records()));
    }

    @Override
    @Transactional
    public void cancel(UploadId id) {
        Actor.current().require(Permission.UPLOAD);
        UploadView upload = UploadRows.get(jdbc, id);
        int changed = jdbc.sql("""
                        update upload set cancel_requested = true where id = ? and status in ('QUEUED', 'INGESTING')""").param(id.value()).update();
        if (changed == 0) {
            throw new Conflict("This upload is not being read any more, so there is nothing to cancel.");
        }
        audit.append("upload.cancel-requested", "upload", id, Map.of("records", upload.records()));
    }

    @Override
    @Transactional
    public void retry(UploadId id) {
        Actor.current().require(Permission.UPLOAD);
        UploadRows.get(jdbc, id);
        int changed = jdbc.sql("""
                        update upload set status = 'QUEUED', failure = null, cancel_requested = false, finished_at = null
                        where id = ? and status in ('FAILED', 'CANCELLED') and blob_key is not null""").param(id.value()).update();
        if (changed == 0) {
            throw new Conflict("Only an upload that failed or was cancelled can go on, and only while its file is kept. Upload the file again.");
        }
        jobs.enqueue(JobKind.INGEST, id.value());
        audit.append("upload.retried", "upload", id, Map.of());
    }

    @Override
    @Transactional(readOnly = true)
    public Page<RejectedRecord> rejected(UploadId id, @Nullable String cursor) {
        UploadRows.get(jdbc, id);
        List<RejectedRecord> rows = jdbc.sql("""
                        select record, file, line, byte_offset, reason, remedy from rejected_record
                        where organization_id = current_organization() and upload_id = ? and record > ? order by record limit ?""")
                .params(id.value(), Cursor.number(cursor, -1), PAGE + 1)
                .query((row, number) -> new RejectedRecord(row.getLong(1), row.getString(2), row.getLong(3), row.getLong(4), row.getString(5), row.getString(6))).list();
        return rows.size() <= PAGE
                ? new Page<>(rows, null)
                : new Page<>(rows.subList(0, PAGE), Long.toString(rows.get(PAGE - 1).record()));
    }

    /** A file that has come: what it is called, how it came, where it lies, what it holds by its keyed hash. */
    @SuppressWarnings("ArrayRecordComponent")
    record Arrival(String name, Upload.Source source, BlobStore.Stored stored, byte[] hash, UploadWishes wishes) {}

    /** A sender without VIEW may not change an upload that was read: a key that leaked must not be able to make its calls go. */
    private static void requireSay(UploadView upload) {
        if (upload.status() != Upload.Status.WAITING) {
            Actor.current().require(Permission.VIEW);
        }
    }

    record Registered(Receipt receipt, boolean usesBlob) {}

    /** Makes it an upload in the running transaction. */
    Registered register(Arrival file) {
        Optional<UUID> created = jdbc.sql("""
                        insert into upload (organization_id, file_name, content_hash, byte_count, blob_key, source, status, created_by_name, chosen_format)
                        values (current_organization(), ?, ?, ?, ?, ?, ?, ?, ?) on conflict (organization_id, content_hash) do nothing returning id""")
                .param(file.name).param(file.hash).param(file.stored.bytes()).param(file.stored.key()).param(file.source.name())
                .param((file.wishes.waits() ? Upload.Status.WAITING : Upload.Status.QUEUED).name()).param(Actor.current().name())
                .param(file.wishes.format() == null ? null : file.wishes.format().name())
                .query((row, number) -> row.getObject(1, UUID.class)).optional();
        if (created.isPresent()) {
            UploadId id = new UploadId(created.get());
            count(file.source, file.stored.bytes());
            if (!file.wishes.waits()) {
                jobs.enqueue(JobKind.INGEST, id.value());
            }
            audit.append("upload.received", "upload", id, Map.of("bytes", file.stored.bytes(), "source", file.source.name()));
            return new Registered(new Receipt(id, false), true);
        }
        return again(file.stored, file.hash);
    }

    private void count(Upload.Source source, long bytes) {
        if (source.isLive()) {
            gate.countLive(bytes);
        } else {
            gate.countFile(bytes);
        }
    }

    /** The same bytes again: nothing, unless the first ingest did not end well. */
    private Registered again(BlobStore.Stored stored, byte[] hash) {
        Optional<UUID> resumed = jdbc.sql("""
                        update upload set status = 'QUEUED', blob_key = ?, failure = null, cancel_requested = false, finished_at = null
                        where content_hash = ? and status in ('FAILED', 'CANCELLED') returning id""")
                .params(stored.key(), hash).query((row, number) -> row.getObject(1, UUID.class)).optional();
        if (resumed.isPresent()) {
            jobs.enqueue(JobKind.INGEST, resumed.get());
            audit.append("upload.retried", "upload", resumed.get(), Map.of());
            return new Registered(new Receipt(new UploadId(resumed.get()), false), true);
        }
        UploadView existing = jdbc.sql(UploadRows.SELECT + " where content_hash = ?").param(hash).query(UploadRows::view).single();
        if (existing.status() == Upload.Status.DELETING) {
            throw new Conflict("This file was uploaded before, and that upload is being deleted. Send it again in a moment.");
        }
        return new Registered(new Receipt(existing.id(), true), false);
    }

    /** The last part of the name, redacted, since people name files after people. Browsers write its quotes and line breaks as in addresses. */
    String displayName(String fileName, OrganizationId organization) {
        String name = fileName.replace("%22", "\"").replaceAll("%0[AD]", "").replace('\\', '/');
        name = name.substring(name.lastIndexOf('/') + 1).replaceAll("\\p{Cntrl}", "").strip();
        String redacted = redaction.redactorFor(organization).redact(name.isEmpty() ? "traces" : name).value();
        return redacted.length() <= LONGEST_NAME ? redacted : redacted.substring(0, redacted.offsetByCodePoints(0, LONGEST_NAME / 2));
    }
}
