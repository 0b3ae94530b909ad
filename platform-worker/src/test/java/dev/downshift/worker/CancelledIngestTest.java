package dev.downshift.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.UploadId;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An ingest that was cancelled, and whose worker was gone before the repository of jobs knew that it had stopped. */
@MortalWorkers.Test
class CancelledIngestTest {

    @Autowired Onboarding onboarding;
    @Autowired Uploads uploads;
    @Autowired JdbcClient jdbc;
    @Autowired MortalWorkers workers;

    /** Whatever the repository says of it. */
    @ParameterizedTest
    @ValueSource(strings = {"STARTED", "COMPLETED", "STOPPED", "FAILED"})
    void goesOnWhenItIsAskedForAgain(String left) throws IOException {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        OrganizationId organization = onboarding.createOrganization("Organization", "organization-" + unique, new NewPerson(unique + "@example.com", "Owner", "a password for tests"));
        Actor.<Boolean, IOException>call(Actor.system(organization), () -> {
            UploadId id = uploads.receive("a.jsonl", Upload.Source.API, new ByteArrayInputStream("{\"prompt\":\"Where is it?\",\"response\":\"late\"}\n".getBytes(StandardCharsets.UTF_8))).id();
            uploads.cancel(id);
            runUntil(id, Upload.Status.CANCELLED);
            leave(id, left);

            uploads.retry(id);
            runUntil(id, Upload.Status.INGESTED);

            assertThat(uploads.get(id).calls()).isOne();
            return true;
        });
    }

    private void runUntil(UploadId id, Upload.Status status) {
        try (MortalDatabase.Life life = workers.life("", Long.MAX_VALUE)) {
            life.start(() -> workers.work(1));
            Instant deadline = Instant.now().plusSeconds(30);
            while (uploads.get(id).status() != status || isWaitedFor(id)) {
                assertThat(Instant.now()).as("still %s", uploads.get(id).status()).isBefore(deadline);
                Thread.onSpinWait();
            }
        }
    }

    private boolean isWaitedFor(UploadId id) {
        return jdbc.sql("select exists (select from job_request where subject_id = ? and finished_at is null)").param(id.value())
                .query((row, number) -> row.getBoolean(1)).single();
    }

    private void leave(UploadId id, String status) {
        for (String table : List.of("batch_job_execution", "batch_step_execution")) {
            jdbc.sql("update " + table + " set status = ?, exit_code = case ? when 'STARTED' then 'UNKNOWN' else ? end, end_time = case ? when 'STARTED' then null else end_time end"
                            + " where job_execution_id = (select max(job_execution_id) from batch_job_execution_params where parameter_value = ?)")
                    .params(status, status, status, status, id.toString()).update();
        }
    }
}
