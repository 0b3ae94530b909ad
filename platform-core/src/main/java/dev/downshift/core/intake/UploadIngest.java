package dev.downshift.core.intake;

import dev.downshift.core.StorageFull;
import dev.downshift.core.audit.AuditTrail;
import dev.downshift.core.limits.IntakePolicies;
import dev.downshift.core.prices.Prices;
import dev.downshift.core.privacy.Redaction;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.OrganizationKeys;
import dev.downshift.core.tenancy.Tenant;
import dev.downshift.engine.traces.TraceRecords;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Reads uploads into calls. The upload's row says how far it came, in the same transaction as the calls. */
@Component
class UploadIngest implements Ingest {

    private static final Logger LOG = LoggerFactory.getLogger(UploadIngest.class);

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final RawBytes raw;
    private final UploadErasure erasure;
    private final OrganizationKeys keys;
    private final Redaction redaction;
    private final Prices prices;
    private final IngestSettings settings;
    private final ApplicationEventPublisher events;
    private final AuditTrail audit;
    private final IntakePolicies policies;

    UploadIngest(JdbcClient jdbc, TransactionOperations transactions, RawBytes raw, UploadErasure erasure, OrganizationKeys keys, Redaction redaction,
            Prices prices, IngestSettings settings, ApplicationEventPublisher events, AuditTrail audit, IntakePolicies policies) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.raw = raw;
        this.erasure = erasure;
        this.keys = keys;
        this.redaction = redaction;
        this.prices = prices;
        this.settings = settings;
        this.events = events;
        this.audit = audit;
        this.policies = policies;
    }

    @Override
    public IngestRun open(UploadId id) throws IOException {
        erasure.eraseIfAsked(id);
        Optional<UploadView> begun = begin(id);
        if (begun.isEmpty()) {
            return new NothingToRead();
        }
        UploadView upload = begun.get();
        OrganizationId organization = Tenant.current();
        InputStream bytes = blob(id, organization).orElseThrow(() -> new FileNotKept(
                "The uploaded file is no longer kept. Upload it again: reading goes on after record " + upload.records() + "."));
        CountingStream counted = new CountingStream(bytes);
        try {
            TraceRecords records = TraceRecords.open(counted, settings.readLimits(), upload.createdAt(), upload.chosenFormat());
            ContentIds ids = new ContentIds(keys, organization);
            MessageStore messages = new MessageStore(jdbc, ids, redaction.versionedRedactorFor(organization), id);
            return new StoredIngestRun(jdbc, upload, counted, records, new CallStore(jdbc, ids, messages, new CallCosts(prices.current()), upload,
                    new CallWriter(jdbc, replaced -> events.publishEvent(new CallsReplaced(organization, replaced)))));
        } catch (IOException | RuntimeException failure) {
            bytes.close();
            throw failure;
        }
    }

    @Override
    public void finish(UploadId id) {
        transactions.executeWithoutResult(status -> {
            if (!jdbc.sql("select exists (select from upload where id = ? and status = 'INGESTING')").param(id.value()).query((row, number) -> row.getBoolean(1)).single()) {
                return;
            }
            new TraceAssembly(jdbc, events).settle(id);
            int cancelled = jdbc.sql("update upload set status = 'CANCELLED', finished_at = now() where id = ? and status = 'INGESTING' and cancel_requested")
                    .param(id.value()).update();
            int done = jdbc.sql("update upload set status = 'INGESTED', finished_at = now(), bytes_read = byte_count where id = ? and status = 'INGESTING'")
                    .param(id.value()).update();
            if (cancelled + done > 0) {
                UploadView upload = UploadRows.get(jdbc, id);
                audit.append(done > 0 ? "upload.ingested" : "upload.cancelled", "upload", id, Map.of("records", upload.records(),
                        "calls", upload.calls(), "known", upload.known(), "completed", upload.completed(), "rejected", upload.rejected(), "findings", upload.findings()));
                events.publishEvent(new UploadIngested(Tenant.current(), id, upload.calls()));
            }
        });
    }

    @Override
    public void fail(UploadId id, Throwable cause) {
        LOG.error("The ingest of upload {} failed", id, cause);
        fail(id, reason(cause));
    }

    @Override
    public void fail(UploadId id, String reason) {
        transactions.executeWithoutResult(status -> jdbc.sql("""
                        update upload set status = case when status = 'DELETING' then status else 'FAILED' end, failure = ?, finished_at = now()
                        where id = ? and status in ('QUEUED', 'INGESTING', 'DELETING')""")
                .params(reason, id.value()).update());
    }

    private static String reason(Throwable cause) {
        Throwable root = cause;
        for (Throwable next = cause; next != null; next = next.getCause()) {
            if (next instanceof FileNotKept || next instanceof StorageFull) {
                return String.valueOf(next.getMessage());
            }
            root = next;
        }
        return "Reading stopped with an error of Downshift itself (" + root.getClass().getSimpleName()
                + "). Go on with it; if it stops again, give your operator the id of the upload: the worker's log says more.";
    }

    /** The upload, if there is something to read. */
    private Optional<UploadView> begin(UploadId id) {
        return Objects.requireNonNull(transactions.execute(status -> {
            UnusedMessages.keepFromDeletion(jdbc);
            int begun = jdbc.sql("""
                            update upload set status = case when cancel_requested then 'CANCELLED' else 'INGESTING' end,
                                sample_one_in = coalesce(sample_one_in, ?), started_at = coalesce(started_at, now()), finished_at = case when cancel_requested then now() end
                            where id = ? and status in ('QUEUED', 'INGESTING')""").params(policies.current().policy().sampleOneIn(), id.value()).update();
            return begun == 0 ? Optional.empty() : Optional.of(UploadRows.get(jdbc, id)).filter(upload -> !upload.status().isFinal());
        }));
    }

    private Optional<InputStream> blob(UploadId id, OrganizationId organization) throws IOException {
        Optional<String> key = Objects.requireNonNull(transactions.execute(status ->
                jdbc.sql("select blob_key from upload where id = ? and blob_key is not null").param(id.value())
                        .query((row, number) -> row.getString(1)).optional()));
        return key.isEmpty() ? Optional.empty() : raw.open(organization, key.get());
    }

    private static final class NothingToRead implements IngestRun {
        @Override
        public @Nullable RecordBatch next() {
            return null;
        }

        @Override
        public void store(RecordBatch batch) {
            throw new IllegalStateException("there is nothing to store");
        }

        @Override
        public void close() {}
    }
}
