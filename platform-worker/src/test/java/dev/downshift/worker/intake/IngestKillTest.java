package dev.downshift.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.DownshiftHome;
import dev.downshift.core.intake.CallFilter;
import dev.downshift.core.intake.Calls;
import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.UploadId;
import dev.downshift.core.intake.UploadView;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.jobs.JobKind;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.db.Database;
import dev.downshift.worker.WorkerApplication;
import dev.downshift.worker.WorkerProcess;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** A worker process of its own is killed with SIGKILL while it reads, and another one takes over. */
@SpringBootTest(
        classes = WorkerApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {"downshift.worker.concurrency.ingest=0", "downshift.worker.concurrency.import=0", "downshift.worker.concurrency.training=0",
            "downshift.imports.allowed-addresses=127.0.0.1"})
class IngestKillTest {

    private static final int RECORDS = 8_000;

    @Autowired Onboarding onboarding;
    @Autowired Uploads uploads;
    @Autowired Calls calls;
    @Autowired Database database;
    @Autowired DownshiftHome home;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;
    @TempDir Path folder;

    @Test
    void anIngestWhoseWorkerIsKilledEndsAsIfNothingHadHappened() throws Exception {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        OrganizationId organization = onboarding.createOrganization("Organization", "organization-" + unique,
                new NewPerson(unique + "@example.com", "Owner", "a password for tests"));
        Actor system = Actor.system(organization);
        UploadId id = Actor.call(system, () -> uploads.receive("log.jsonl", Upload.Source.API, new ByteArrayInputStream(log())).id());

        try (WorkerProcess first = worker("first")) {
            first.await(() -> view(system, id).records() > 0);
            first.kill();
        }
        UploadView left = view(system, id);
        assertThat(left.records()).isLessThan(RECORDS);
        assertThat(left.status()).isEqualTo(Upload.Status.INGESTING);

        try (WorkerProcess second = worker("second")) {
            second.await(() -> view(system, id).status().isFinal());
        }
        UploadView done = view(system, id);
        assertThat(done.status()).isEqualTo(Upload.Status.INGESTED);
        assertThat(done.records()).isEqualTo(RECORDS);
        assertThat(done.calls()).isEqualTo(RECORDS);
        Actor.run(system, () -> {
            assertThat(calls.stream(CallFilter.of(id)).map(call -> call.call().position().record()).toList())
                    .isEqualTo(LongStream.range(0, RECORDS).boxed().toList());
            assertThat(count("select count(*) from finding")).isEqualTo(done.findings()).isGreaterThanOrEqualTo(RECORDS);
        });
    }

    private UploadView view(Actor system, UploadId id) {
        return Actor.call(system, () -> uploads.get(id));
    }

    private WorkerProcess worker(String name) throws java.io.IOException {
        return WorkerProcess.start(Set.of(JobKind.INGEST), database, home, folder.resolve(name + ".log"));
    }

    private long count(String sql) {
        return Objects.requireNonNull(transactions.execute(status -> jdbc.sql(sql).query((row, number) -> row.getLong(1)).single()));
    }

    private static byte[] log() {
        return IntStream.range(0, RECORDS).mapToObj(index -> ("{\"timestamp\":%d,\"session_id\":\"run %d\",\"request\":{\"model\":\"gpt-4o\",\"messages\":["
                        + "{\"role\":\"system\",\"content\":\"Sort the ticket.\"},{\"role\":\"user\",\"content\":\"Order %d of customer%d@example.com is late\"}]},"
                        + "\"response\":{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"late %d\"},\"finish_reason\":\"stop\"}]}}")
                        .formatted(1_700_000_000 + index, index / 7, index, index, index))
                .collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8);
    }
}
