package dev.downshift.worker.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.downshift.core.DownshiftHome;
import dev.downshift.core.datasets.DatasetId;
import dev.downshift.core.evaluation.EvaluationId;
import dev.downshift.core.evaluation.EvaluationSettings;
import dev.downshift.core.evaluation.EvaluationView;
import dev.downshift.core.evaluation.Evaluations;
import dev.downshift.core.evaluation.ExampleResult;
import dev.downshift.core.jobs.JobKind;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.training.CandidateId;
import dev.downshift.core.training.CandidateView;
import dev.downshift.core.training.Candidates;
import dev.downshift.core.training.TrainingEvent;
import dev.downshift.core.training.TrainingRunId;
import dev.downshift.core.training.TrainingRunView;
import dev.downshift.core.training.TrainingRuns;
import dev.downshift.core.training.TrainingSettings;
import dev.downshift.core.training.TrainingStatus;
import dev.downshift.db.Database;
import dev.downshift.worker.WorkerApplication;
import dev.downshift.worker.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** A worker process of its own is killed with SIGKILL while its trainer is at work, or models answer, and another one takes over. */
@SpringBootTest(
        classes = WorkerApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {"downshift.worker.concurrency.training=0", "downshift.worker.concurrency.evaluation=0"})
class TrainingKillTest {

    private static final int STEPS = 8;
    private static final int TESTED = 24;

    @Autowired Onboarding onboarding;
    @Autowired TrainingRuns runs;
    @Autowired Candidates candidates;
    @Autowired Evaluations evaluations;
    @Autowired Database database;
    @Autowired DownshiftHome home;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;
    @TempDir Path folder;

    @Test
    void aRunAndItsEvaluationGoOnWhereTheirWorkersWereKilled() throws Exception {
        assumeThat(Files.isExecutable(new TrainingProperties(null, null, null).interpreter()))
                .as("the trainer's Python is missing: run './downshift doctor --install', or set DOWNSHIFT_PYTHON").isTrue();
        String unique = UUID.randomUUID().toString().substring(0, 8);
        Actor system = Actor.system(onboarding.createOrganization("Organization", "organization-" + unique,
                new NewPerson(unique + "@example.com", "Owner", "a password for tests")));
        DatasetId dataset = Actor.call(system, () -> transactions.execute(status -> new TrainingDataset(jdbc).insert(24, 4, TESTED)));
        TrainingRunId id = Actor.call(system, () -> runs.start(dataset, "smollm2-135m-instruct", new TrainingSettings(20, 3600, STEPS, 4, 6, 2e-3, 4, 0)));

        try (WorkerProcess first = worker("first", JobKind.TRAINING)) {
            first.await(() -> view(system, id).step() >= 2);
            first.kill();
        }
        assertThat(view(system, id).status()).isEqualTo(TrainingStatus.RUNNING);
        try (WorkerProcess second = worker("second", JobKind.TRAINING, JobKind.EVALUATION)) {
            second.await(() -> view(system, id).status().ended());
            goesOnFromItsCheckpoint(system, id);
            isEvaluatedOnce(system, id, dataset, second);
        }
    }

    private void goesOnFromItsCheckpoint(Actor system, TrainingRunId id) {
        TrainingRunView run = view(system, id);
        assertThat(run.failure()).isNull();
        assertThat(run.status()).isEqualTo(TrainingStatus.SUCCEEDED);
        assertThat(run.step()).isEqualTo(STEPS);
        assertThat(run.cost()).isPositive();
        CandidateView candidate = Actor.call(system, () -> candidates.byTask(run.task())).getFirst();
        assertThat(candidate.id()).isEqualTo(run.candidate());
        assertThat(candidate.gguf()).isRegularFile().hasSize(candidate.ggufBytes());
        assertThat(candidate.goldenTotal()).isPositive();
        List<TrainingEvent> events = Actor.call(system, () -> runs.events(id, 0));
        assertThat(events).extracting(TrainingEvent::ordinal).doesNotHaveDuplicates().isSorted();
        assertThat(events).filteredOn(event -> event.kind() == TrainingEvent.Kind.RESUMED).as("one trainer began, and one went on").hasSize(1);
        assertThat(events).filteredOn(event -> event.kind() == TrainingEvent.Kind.STEP).extracting(TrainingEvent::step).as("no two trainers at once").isSorted();
    }

    private void isEvaluatedOnce(Actor system, TrainingRunId run, DatasetId dataset, WorkerProcess second) throws Exception {
        CandidateId candidate = Objects.requireNonNull(view(system, run).candidate());
        EvaluationId id = Actor.call(system, () -> evaluations.start(candidate, dataset, new EvaluationSettings(0.1, TESTED, 4)));
        second.await(() -> evaluation(system, id).done() > 0);
        second.kill();
        assertThat(evaluation(system, id).done()).isLessThan(TESTED);
        try (WorkerProcess third = worker("third", JobKind.EVALUATION)) {
            third.await(() -> evaluation(system, id).status().ended());
        }
        assertThat(evaluation(system, id).failure()).isNull();
        assertThat(evaluation(system, id).verdict()).isNotNull();
        assertThat(Actor.call(system, () -> evaluations.results(id, false, null)).items()).extracting(ExampleResult::ordinal)
                .isEqualTo(IntStream.range(24 + 4, 24 + 4 + TESTED).boxed().toList());
    }

    private EvaluationView evaluation(Actor system, EvaluationId id) {
        return Actor.call(system, () -> evaluations.get(id));
    }

    private TrainingRunView view(Actor system, TrainingRunId id) {
        return Actor.call(system, () -> runs.get(id));
    }

    private WorkerProcess worker(String name, JobKind... kinds) throws IOException {
        return WorkerProcess.start(Set.of(kinds), database, home, folder.resolve(name + ".log"));
    }
}
