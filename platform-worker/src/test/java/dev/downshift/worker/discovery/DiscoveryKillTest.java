package dev.downshift.worker.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.downshift.core.DownshiftHome;
import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.UploadId;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.jobs.JobKind;
import dev.downshift.core.tasks.DiscoveryRun;
import dev.downshift.core.tasks.DiscoveryRuns;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.db.Database;
import dev.downshift.worker.WorkerApplication;
import dev.downshift.worker.WorkerProcess;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** A worker process of its own is killed with SIGKILL while it looks for tasks, and one while it embeds; another one takes over. */
@SpringBootTest(
        classes = WorkerApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {"downshift.worker.poll=50ms", "downshift.worker.concurrency.discovery=0"})
class DiscoveryKillTest {

    private static final int RECORDS = 4_000;
    private static final int EMBEDDED = 1_000;
    private static final List<String> WORDS = List.of("parcel", "broken", "where", "tomorrow", "lamp", "courier", "angry", "please", "blue", "neighbour",
            "twice", "money", "never", "garden", "chair", "hello");

    @Autowired Onboarding onboarding;
    @Autowired Uploads uploads;
    @Autowired DiscoveryRuns runs;
    @Autowired Database database;
    @Autowired DownshiftHome home;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;
    @TempDir Path folder;

    private Actor system;

    @BeforeEach
    void anOrganization() {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        system = Actor.system(onboarding.createOrganization("Organization", "organization-" + unique,
                new NewPerson(unique + "@example.com", "Owner", "a password for tests")));
    }

    @Test
    void aDiscoveryWhoseWorkersAreKilledEndsAsIfNothingHadHappened() throws Exception {
        UploadId upload = Actor.call(system, () -> uploads.receive("log.jsonl", Upload.Source.API, new ByteArrayInputStream(log())).id());
        await().atMost(WorkerProcess.PATIENCE).until(() -> Actor.call(system, () -> uploads.get(upload)).status().isFinal());

        killWhen("finding", run -> run.stage() != null);
        killWhen("embedding", run -> run.stage() == DiscoveryRun.Stage.EMBED && run.done() > 0);
        try (WorkerProcess last = worker("last")) {
            last.await(() -> latest().filter(run -> run.status().isFinal()).isPresent());
        }

        assertThat(latest().orElseThrow().failure()).isNull();
        assertThat(latest().orElseThrow().status()).isEqualTo(DiscoveryRun.Status.SUCCEEDED);
        assertThat(count("select count(*) from task")).isOne();
        assertThat(count("select count(*) from assignment")).isEqualTo(RECORDS);
        assertThat(count("select sum(calls) from task")).isEqualTo(RECORDS);
        assertThat(count("select count(*) from embedding")).isEqualTo(EMBEDDED);
    }

    private void killWhen(String name, Predicate<DiscoveryRun> reached) throws Exception {
        try (WorkerProcess worker = worker(name)) {
            worker.await(() -> latest().filter(reached).isPresent());
            worker.kill();
        }
        assertThat(latest().orElseThrow().status()).isEqualTo(DiscoveryRun.Status.RUNNING);
    }

    private Optional<DiscoveryRun> latest() {
        return Actor.call(system, runs::latest);
    }

    private WorkerProcess worker(String name) throws IOException {
        return WorkerProcess.start(Set.of(JobKind.DISCOVERY), database, home, folder.resolve(name + ".log"));
    }

    private long count(String sql) {
        return Actor.call(system, () -> Objects.requireNonNull(
                transactions.execute(status -> jdbc.sql(sql).query((row, number) -> row.getLong(1)).single())));
    }

    /** No two are alike, and they have little in common. */
    private static String letter(int index) {
        return Integer.toString(index, WORDS.size()).chars().mapToObj(digit -> WORDS.get(Character.digit(digit, WORDS.size())))
                .collect(Collectors.joining(" "));
    }

    private static byte[] log() {
        return IntStream.range(0, RECORDS).mapToObj(index -> ("{\"timestamp\":%d,\"session_id\":\"run %d\",\"request\":{\"model\":\"gpt-4o\",\"messages\":["
                        + "{\"role\":\"system\",\"content\":\"Sort the ticket into late, lost or broken.\"},{\"role\":\"user\",\"content\":\"%s\"}]},"
                        + "\"response\":{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"broken\"},\"finish_reason\":\"stop\"}]}}")
                        .formatted(1_700_000_000 + index, index / 7, letter(index)))
                .collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8);
    }
}
