package dev.downshift.worker.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.downshift.core.Conflict;
import dev.downshift.core.NotFound;
import dev.downshift.core.datasets.DatasetId;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.training.TrainingEvent;
import dev.downshift.core.training.TrainingRunId;
import dev.downshift.core.training.TrainingRunView;
import dev.downshift.core.training.TrainingRuns;
import dev.downshift.core.training.TrainingSettings;
import dev.downshift.core.training.TrainingStatus;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Runs of the real trainer on the real base model, a few steps each. */
@SpringBootTest(
        classes = TrainingRunTest.Application.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {"downshift.database.mode=temporary", "downshift.worker.poll=50ms", "downshift.worker.concurrency.training=1"})
class TrainingRunTest {

    private static final String MODEL = "smollm2-135m-instruct";
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {}

    @Autowired
    private TrainingRuns runs;

    @Autowired
    private Onboarding onboarding;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TransactionOperations transactions;

    private Actor ours;
    private DatasetId dataset;

    @BeforeAll
    static void python() {
        assumeThat(Files.isExecutable(new TrainingProperties(null, null, null).interpreter()))
                .as("the trainer's Python is missing: run './downshift doctor --install', or set DOWNSHIFT_PYTHON")
                .isTrue();
    }

    @BeforeEach
    void aDataset() {
        ours = Actor.system(organization());
        dataset = Actor.call(ours, () -> transactions.execute(status -> new TrainingDataset(jdbc).insert(24, 4, 0)));
    }

    @Test
    void aRunWhoseTrainerIsKilledGoesOnAndACancelledOneStopsAndLeavesNoCandidate() {
        TrainingRunId id = start(500);
        awaitRun(id, run -> run.step() >= 2);
        ProcessHandle killed = trainers(id).findFirst().orElseThrow();
        killed.destroyForcibly();
        awaitRun(id, run -> trainers(id).anyMatch(trainer -> trainer.pid() != killed.pid()));
        assertThatThrownBy(() -> start(500)).isInstanceOf(Conflict.class).hasMessageContaining(id.toString());

        Actor.run(ours, () -> runs.cancel(id));

        TrainingRunView run = awaitRun(id, one -> one.status().ended());
        assertThat(run.failure()).isNull();
        assertThat(run.status()).isEqualTo(TrainingStatus.CANCELLED);
        assertThat(run.candidate()).isNull();
        assertThat(Actor.call(ours, () -> runs.events(id, 0))).extracting(TrainingEvent::ordinal).doesNotHaveDuplicates().isSorted();
        Actor theirs = Actor.system(organization());
        assertThatThrownBy(() -> Actor.call(theirs, () -> runs.get(id))).isInstanceOf(NotFound.class);
    }

    private TrainingRunId start(int steps) {
        TrainingSettings settings = new TrainingSettings(20, 3600, steps, 4, 6, 2e-3, 4, 0);
        return Actor.call(ours, () -> runs.start(dataset, MODEL, settings));
    }

    private TrainingRunView awaitRun(TrainingRunId id, Predicate<TrainingRunView> condition) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            TrainingRunView run = Actor.call(ours, () -> runs.get(id));
            if (condition.test(run) || run.status().ended()) {
                return run;
            }
            pause();
        }
        throw new AssertionError("the run did not get there within " + PATIENCE);
    }

    private static Stream<ProcessHandle> trainers(TrainingRunId id) {
        return ProcessHandle.current().descendants().filter(process -> process.info().commandLine().orElse("").contains(id.toString()));
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(200));
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }

    private OrganizationId organization() {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        return onboarding.createOrganization("Organization", "organization-" + unique,
                new NewPerson(unique + "@example.com", "Owner", "a password for tests"));
    }
}
