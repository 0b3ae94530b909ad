package dev.downshift.core.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downshift.core.CoreTest;
import dev.downshift.core.Organizations;
import dev.downshift.core.audit.AuditTrail;
import dev.downshift.core.jobs.JobQueue;
import dev.downshift.core.limits.IntakeGate;
import dev.downshift.core.privacy.Redaction;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.OrganizationKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/** What becomes of a file whose upload was stored, though the connection broke before anybody was told. */
@CoreTest
class LostCommitTest {

    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired Uploads uploads;
    @Autowired Ingest ingest;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;
    @Autowired BlobStore blobs;
    @Autowired OrganizationKeys keys;
    @Autowired Redaction redaction;
    @Autowired JobQueue jobs;
    @Autowired AuditTrail audit;
    @Autowired IngestSettings settings;
    @Autowired IntakeGate gate;

    OrganizationId organization;

    @BeforeEach
    void anOrganization() {
        organization = new Organizations(onboarding, members).create();
    }

    @Test
    void theFileIsKeptAndRead() throws IOException {
        Actor.<Boolean, IOException>call(Actor.system(organization), () -> {
            assertThatThrownBy(() -> receiver(new LosesTheAnswer(transactions)).receive("a.jsonl", Upload.Source.API, file())).isInstanceOf(TransactionSystemException.class);

            UploadId id = uploads.list(null).items().getFirst().id();
            new Ingesting(uploads, ingest, transactions).read(id, Integer.MAX_VALUE);
            ingest.finish(id);
            assertThat(uploads.get(id).calls()).isOne();
            return true;
        });
    }

    @Test
    void theFileOfAnUploadThatCouldNotBeStoredIsDeleted() throws IOException {
        Actor.<Boolean, IOException>call(Actor.system(organization), () -> {
            assertThatThrownBy(() -> receiver(transactions).receive("a.jsonl", Upload.Source.API, file(), receipt -> {
                throw new IllegalStateException("no");
            })).isInstanceOf(IllegalStateException.class);

            assertThat(blobs.storedBefore(organization, Instant.now().plusSeconds(60))).isEmpty();
            return true;
        });
    }

    private StoredUploads receiver(TransactionOperations transactions) {
        return new StoredUploads(jdbc, transactions, blobs, keys, redaction, jobs, audit, settings, gate);
    }

    private static InputStream file() {
        return new ByteArrayInputStream("{\"prompt\":\"Where is it?\",\"response\":\"late\"}\n".getBytes(StandardCharsets.UTF_8));
    }

    private record LosesTheAnswer(TransactionOperations transactions) implements TransactionOperations {
        @Override
        public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
            transactions.execute(action);
            throw new TransactionSystemException("the connection broke");
        }
    }
}
