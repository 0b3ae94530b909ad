package dev.downshift.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.downshift.core.dataprotection.ErasureView;
import dev.downshift.core.dataprotection.ErasureView.Status;
import dev.downshift.core.dataprotection.Erasures;
import dev.downshift.core.intake.CallFilter;
import dev.downshift.core.intake.Calls;
import dev.downshift.core.intake.Ingest;
import dev.downshift.core.intake.IngestRun;
import dev.downshift.core.intake.RecordBatch;
import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.UploadId;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.engine.privacy.FindingType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionOperations;

/** A worker takes up what was confirmed. */
@MortalWorkers.Test
class ErasureJobTest {

    @Autowired Onboarding onboarding;
    @Autowired Uploads uploads;
    @Autowired Ingest ingest;
    @Autowired Calls calls;
    @Autowired Erasures erasures;
    @Autowired TransactionOperations transactions;

    @Test
    void erasesWhatWasConfirmed() throws IOException {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        OrganizationId organization = onboarding.createOrganization("Organization", "organization-" + unique, new NewPerson(unique + "@example.com", "Owner", "a password for tests"));
        Actor.<Boolean, IOException>call(Actor.system(organization), () -> {
            read("{\"prompt\":\"Write to ada@corp.com\",\"response\":\"Done\"}\n{\"prompt\":\"Where is it?\",\"response\":\"late\"}\n");
            ErasureView found = erasures.find(FindingType.EMAIL_ADDRESS, "ada@corp.com");
            assertThat(found.calls()).isOne();

            erasures.confirm(found.id());

            await().atMost(Duration.ofSeconds(30)).until(() -> Actor.call(Actor.system(organization), () -> !erasures.get(found.id()).status().isRunning()));
            assertThat(erasures.get(found.id()).status()).isEqualTo(Status.ERASED);
            assertThat(calls.count(CallFilter.ALL)).isOne();
            return true;
        });
    }

    private void read(String lines) throws IOException {
        UploadId id = uploads.receive("a.jsonl", Upload.Source.API, new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8))).id();
        try (IngestRun run = ingest.open(id)) {
            for (RecordBatch batch = run.next(); batch != null; batch = run.next()) {
                RecordBatch next = batch;
                transactions.executeWithoutResult(status -> run.store(next));
            }
        }
        ingest.finish(id);
    }
}
