package dev.downshift.core.intake;

import dev.downshift.core.limits.IntakePolicies;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.Tenant;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Deletes the encrypted files of uploads whose ingest ended long enough ago, and files that belong to no upload. */
@Component
public class RawFiles {

    private final BlobStore blobs;
    private final IngestSettings settings;
    private final IntakePolicies policies;
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final Clock clock;

    RawFiles(BlobStore blobs, IngestSettings settings, IntakePolicies policies, JdbcClient jdbc, TransactionOperations transactions, Clock clock) {
        this.blobs = blobs;
        this.settings = settings;
        this.policies = policies;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Goes through every organization's files once. */
    public void deleteExpired() throws IOException {
        for (OrganizationId organization : blobs.organizations()) {
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

    /** Whether nothing needs this file any more. */
    private boolean release(String key, Instant until) {
        return Objects.requireNonNull(transactions.execute(status -> {
            jdbc.sql("update upload set blob_key = null where blob_key = ? and finished_at < ?").params(key, until.atOffset(ZoneOffset.UTC)).update();
            return jdbc.sql("select 1 from upload where blob_key = ?").param(key).query((row, number) -> 1).list().isEmpty();
        }));
    }
}
