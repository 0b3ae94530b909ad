package dev.downshift.core.intake;

import dev.downshift.core.limits.IntakePolicies;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.Tenant;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Deletes the encrypted files of uploads whose ingest ended long enough ago, files that belong to no upload, and uploads that nobody
 * went on with: what did not come completely, and what still waits to be read.
 */
@Component
public class RawFiles {

    private final BlobStore blobs;
    private final IngestSettings settings;
    private final IntakePolicies policies;
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final Clock clock;
    private final UnfinishedRows unfinished;
    private final RawBytes raw;
    private final Uploads uploads;

    RawFiles(BlobStore blobs, IngestSettings settings, IntakePolicies policies, JdbcClient jdbc, TransactionOperations transactions, Clock clock,
            UnfinishedRows unfinished, RawBytes raw, Uploads uploads) {
        this.blobs = blobs;
        this.settings = settings;
        this.policies = policies;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
        this.unfinished = unfinished;
        this.raw = raw;
        this.uploads = uploads;
    }

    /** Goes through every organization's files once. */
    public void deleteExpired() throws IOException {
        for (OrganizationId organization : blobs.organizations()) {
            Actor.<Boolean, IOException>call(Actor.system(organization), () -> {
                forsake(organization);
                return true;
            });
            Instant until = clock.instant().minus(Tenant.call(organization, this::retention));
            for (String key : blobs.storedBefore(organization, until)) {
                if (Tenant.call(organization, () -> release(key, until))) {
                    blobs.delete(organization, key);
                }
            }
        }
    }

    private Duration retention() {
        Integer days = policies.current().policy().keepFilesDays();
        return days == null ? settings.rawRetention() : Duration.ofDays(days);
    }

    private void forsake(OrganizationId organization) throws IOException {
        for (UUID id : inTransaction(() -> unfinished.expired(clock.instant()))) {
            boolean droppable = inTransaction(() -> {
                unfinished.delete(id);
                return unfinished.isDroppable(id, id.toString());
            });
            if (droppable) {
                raw.delete(organization, id.toString());
            }
        }
        Instant until = clock.instant().minus(settings.unfinishedRetention());
        inTransaction(() -> jdbc.sql("select id from upload where organization_id = current_organization() and status = 'WAITING' and created_at < ?")
                .param(until.atOffset(ZoneOffset.UTC)).query((row, number) -> new UploadId(row.getObject(1, UUID.class))).list()).forEach(uploads::delete);
    }

    /** Whether nothing needs this file any more: no upload, and no unfinished one that it is a part of. */
    private boolean release(String key, Instant until) {
        return inTransaction(() -> {
            jdbc.sql("""
                            update upload set blob_key = null where finished_at < :until and status <> 'DELETING'
                                and (blob_key = :key or blob_key in (select blob_key::text from upload_part where part_key = :key))""")
                    .param("key", key).param("until", until.atOffset(ZoneOffset.UTC)).update();
            boolean needed = jdbc.sql("""
                            select exists (select from upload where blob_key = :key) or exists (select from upload_part p where p.part_key = :key and (
                                exists (select from upload u where u.blob_key = p.blob_key::text)
                                or exists (select from unfinished_upload f where f.id = p.blob_key and f.upload_id is null)))""")
                    .param("key", key).query((row, number) -> row.getBoolean(1)).single();
            if (!needed) {
                jdbc.sql("delete from upload_part where part_key = ?").param(key).update();
            }
            return !needed;
        });
    }

    private <T> T inTransaction(Supplier<T> work) {
        return Objects.requireNonNull(transactions.execute(status -> work.get()));
    }
}
