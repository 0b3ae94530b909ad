package dev.downshift.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.downshift.core.Conflict;
import dev.downshift.core.CoreTest;
import dev.downshift.core.InvalidInput;
import dev.downshift.core.NotFound;
import dev.downshift.core.Organizations;
import dev.downshift.core.SampleTask;
import dev.downshift.core.audit.AuditTrail;
import dev.downshift.core.datasets.DatasetId;
import dev.downshift.core.datasets.DatasetView;
import dev.downshift.core.datasets.Datasets;
import dev.downshift.core.intake.Calls;
import dev.downshift.core.intake.Ingest;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.prices.Prices;
import dev.downshift.core.routing.IncumbentAddresses;
import dev.downshift.core.routing.IncumbentEndpoints;
import dev.downshift.core.routing.ModelServers;
import dev.downshift.core.routing.ModelUnavailable;
import dev.downshift.core.routing.ServableModel;
import dev.downshift.core.savings.LedgerEntry;
import dev.downshift.core.savings.SavingsLedger;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.Role;
import dev.downshift.core.training.CandidateId;
import dev.downshift.core.training.Candidates;
import dev.downshift.engine.evaluation.OutputShape;
import dev.downshift.engine.evaluation.Verdict;
import dev.downshift.sample.IncumbentServer;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/** The sample agent's simulated LLM plays the candidate: without mistakes a good one, with many a bad one. */
@CoreTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@NullUnmarked
class EvaluationsTest {

    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired Uploads uploads;
    @Autowired Ingest ingest;
    @Autowired Calls calls;
    @Autowired Datasets datasets;
    @Autowired Evaluations evaluations;
    @Autowired Candidates candidates;
    @Autowired EvaluationRows rows;
    @Autowired ResultRows results;
    @Autowired IncumbentEndpoints endpoints;
    @Autowired IncumbentAddresses addresses;
    @Autowired Prices prices;
    @Autowired AuditTrail audit;
    @Autowired Endings endings;
    @Autowired SavingsLedger ledger;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;
    @Autowired JsonMapper json;

    IncumbentServer good;
    IncumbentServer bad;
    Organizations organizations;
    Actor admin;
    DatasetView dataset;
    CandidateId candidate;

    @BeforeAll
    void models() throws IOException {
        good = IncumbentServer.start(new IncumbentServer.Settings(0, 1, 0, 0, 0));
        bad = IncumbentServer.start(new IncumbentServer.Settings(0, 2, 0.5, 0, 0));
    }

    @AfterAll
    void end() {
        good.close();
        bad.close();
    }

    @BeforeEach
    void aCandidate() throws IOException {
        organizations = new Organizations(onboarding, members);
        OrganizationId organization = organizations.create();
        admin = organizations.member(organization, Role.ADMIN);
        Actor.call(admin, () -> {
            dataset = datasets.freeze(new SampleTask(uploads, ingest, calls, jdbc, transactions).create("ROUTE", OutputShape.LABEL, 900));
            candidate = transactions.execute(status -> insertCandidate());
            return null;
        });
    }

    private CandidateId insertCandidate() {
        UUID organization = admin.organization().value();
        UUID run = id("""
                insert into training_run (organization_id, task_id, dataset_id, base_model, specification, status, estimated_seconds, estimated_cost,
                    requested_by_name) values (?, ?, ?, 'small', '{}', 'SUCCEEDED', 1, 0, 'test') returning id""",
                organization, dataset.task().value(), dataset.id().value());
        UUID adapter = id("""
                insert into adapter (organization_id, training_run_id, directory, base_hash, adapter_hash, gguf_file, gguf_hash, gguf_bytes, golden_total,
                    golden_equal) values (?, ?, '/nowhere', '\\x00', '\\x01', 'model.gguf', '\\x02', 1, 8, 8) returning id""", organization, run);
        return new CandidateId(id("insert into candidate (organization_id, task_id, training_run_id, adapter_id, base_model, name)"
                + " values (?, ?, ?, ?, 'small', 'Route · 1') returning id", organization, dataset.task().value(), run, adapter));
    }

    private UUID id(String sql, Object... parameters) {
        return jdbc.sql(sql).params(parameters).query((row, number) -> row.getObject(1, UUID.class)).single();
    }

    private EvaluationWork work(ModelServers servers) {
        return new StoredEvaluationWork(rows, results, datasets, candidates, calls, new Panels(servers, endpoints, addresses, prices, json), audit,
                endings, transactions, Clock.systemUTC());
    }

    private EvaluationWork work(IncumbentServer server) {
        return work(new Serving(server.baseUrl()));
    }

    private record Serving(URI url) implements ModelServers {
        @Override
        public URI serve(ServableModel model) {
            return url;
        }

        @Override
        public Optional<URI> ready(ServableModel model) {
            return Optional.of(url);
        }
    }

    private EvaluationView evaluate(IncumbentServer server, double margin) {
        return Actor.call(admin, () -> {
            EvaluationId id = evaluations.start(candidate, dataset.id(), new EvaluationSettings(margin, 200, 0));
            EvaluationWork work = work(server);
            while (work.advance(id)) {
                assertThat(evaluations.get(id).status()).isEqualTo(EvaluationStatus.RUNNING);
            }
            work.finish(id);
            return evaluations.get(id);
        });
    }

    @Test
    void aGoodCandidatePassesBesideAnIncumbentThatIsAskedAgain() {
        Actor.run(admin, () -> endpoints.set(bad.baseUrl().toString(), null));
        EvaluationView evaluation = evaluate(good, 0.1);

        assertThat(evaluation.status()).isEqualTo(EvaluationStatus.SUCCEEDED);
        assertThat(evaluation.verdict()).as(evaluation.reason()).isEqualTo(Verdict.PASSED);
        assertThat(evaluation.reportHash()).hasSize(64);
        var report = java.util.Objects.requireNonNull(evaluation.report());
        assertThat(report.path("incumbentSource").asString("")).isEqualTo("ASKED_AGAIN");
        assertThat(report.path("contenders").path("candidate").path("score").asDouble(0)).isGreaterThan(0.9);
        assertThat(report.path("contenders").path("incumbent").path("costPerThousandCalls").asString("")).isNotEmpty();
        assertThat(report.path("difference").path("lower").asDouble(-1)).isGreaterThan(-0.1);
        assertThat(evaluation.done()).isEqualTo(evaluation.total());
    }

    @Test
    void aBadCandidateFailsBesideTheLoggedAnswers() {
        EvaluationView evaluation = evaluate(bad, 0.05);

        assertThat(evaluation.verdict()).isEqualTo(Verdict.FAILED);
        var report = java.util.Objects.requireNonNull(evaluation.report());
        assertThat(report.path("incumbentSource").asString("")).isEqualTo("LOGGED_ANSWERS");
        assertThat(report.path("incumbentNote").asString("")).contains("logged answers stand in");
        assertThat(report.path("contenders").path("incumbent").path("score").asDouble(0)).isEqualTo(1.0);
        Actor.run(admin, () -> {
            var page = evaluations.results(evaluation.id(), true, null);
            assertThat(page.items()).isNotEmpty().allSatisfy(result -> assertThat(result.answers()).containsKeys(Contender.CANDIDATE, Contender.INCUMBENT));
        });
    }

    @Test
    void anEvaluationWhoseWorkerDiedGoesOnWithoutAskingTwice() {
        EvaluationView ended = Actor.call(admin, () -> {
            EvaluationId id = evaluations.start(candidate, dataset.id(), EvaluationSettings.DEFAULT);
            EvaluationWork first = work(good);
            assertThat(first.advance(id)).isTrue();
            assertThat(first.advance(id)).isTrue();
            EvaluationWork broken = work(new Broken());
            assertThatThrownBy(() -> broken.advance(id)).isInstanceOf(ModelUnavailable.class);
            long before = good.served();
            int done = evaluations.get(id).done();
            EvaluationWork second = work(good);
            while (second.advance(id)) {
                assertThat(evaluations.get(id).status()).isEqualTo(EvaluationStatus.RUNNING);
            }
            second.finish(id);
            assertThat(good.served() - before).isEqualTo((long) evaluations.get(id).total() - done);
            assertThat(done).isPositive();
            return evaluations.get(id);
        });
        assertThat(ended.status()).isEqualTo(EvaluationStatus.SUCCEEDED);
        assertThat(ended.done()).isEqualTo(ended.total());
    }

    private record Broken() implements ModelServers {
        @Override
        public URI serve(ServableModel model) {
            throw new ModelUnavailable("the model does not start", null);
        }

        @Override
        public Optional<URI> ready(ServableModel model) {
            return Optional.empty();
        }
    }

    @Test
    void aCancelledEvaluationHasNoVerdict() {
        Actor.run(admin, () -> {
            EvaluationId id = evaluations.start(candidate, dataset.id(), EvaluationSettings.DEFAULT);
            EvaluationWork work = work(good);
            work.advance(id);
            evaluations.cancel(id);
            assertThat(work.advance(id)).isFalse();
            work.finish(id);
            assertThat(evaluations.get(id).status()).isEqualTo(EvaluationStatus.CANCELLED);
            assertThat(evaluations.get(id).verdict()).isNull();
        });
    }

    @Test
    void whatACancelledOrFailedEvaluationAskedIsEnteredIntoTheLedger() {
        Actor.run(admin, () -> {
            EvaluationId cancelled = evaluations.start(candidate, dataset.id(), EvaluationSettings.DEFAULT);
            EvaluationId failed = evaluations.start(candidate, dataset.id(), new EvaluationSettings(0.1, 200, 0));
            EvaluationWork work = work(good);
            work.advance(cancelled);
            work.advance(failed);
            evaluations.cancel(cancelled);
            work.finish(cancelled);
            work.fail(failed, "the model was lost");
            assertThat(evaluations.get(cancelled).cost()).isPositive();
            assertThat(evaluations.get(failed).cost()).isPositive();
            await().pollInSameThread().untilAsserted(() -> assertThat(ledger.entries(SavingsLedger.Filter.ALL, null).items())
                    .extracting(LedgerEntry::subject).containsExactlyInAnyOrder(cancelled.value(), failed.value()));
        });
    }

    @Test
    void aCandidateIsMeasuredOnTheDatasetItWasTrainedOnAlone() {
        Actor.run(admin, () -> {
            DatasetId older = refrozen();
            assertThatThrownBy(() -> evaluations.start(candidate, older, EvaluationSettings.DEFAULT))
                    .isInstanceOfSatisfying(InvalidInput.class, refused -> {
                        assertThat(refused.field()).isEqualTo("dataset");
                        assertThat(refused.remedy()).contains(dataset.id().toString());
                    });
        });
    }

    /** Another dataset of the same task, as an earlier freeze leaves it. */
    private DatasetId refrozen() {
        return new DatasetId(transactions.execute(status -> id("""
                insert into dataset (organization_id, task_id, task_version, name, output_shape, train, validation, test, duplicates_dropped, manifest,
                    content_hash, created_by_name)
                select organization_id, task_id, task_version, 'older', output_shape, train, validation, test, 0, manifest, sha256('older'), 'test'
                from dataset where id = ? returning id""", dataset.id().value())));
    }

    @Test
    void ofThoseWhoAskForTheSameTogetherOneIsHeardAndTheOthersAreToldOfIt() throws Exception {
        CountDownLatch together = new CountDownLatch(1);
        Callable<EvaluationId> ask = () -> {
            together.await();
            return Actor.call(admin, () -> evaluations.start(candidate, dataset.id(), EvaluationSettings.DEFAULT));
        };
        List<String> refusals = new ArrayList<>();
        try (ExecutorService people = Executors.newFixedThreadPool(4)) {
            List<Future<EvaluationId>> asked = Stream.generate(() -> people.submit(ask)).limit(4).toList();
            together.countDown();
            for (Future<EvaluationId> one : asked) {
                try {
                    one.get();
                } catch (ExecutionException refused) {
                    assertThat(refused).hasCauseInstanceOf(Conflict.class);
                    refusals.add(refused.getCause().getMessage());
                }
            }
        }
        Actor.run(admin, () -> {
            EvaluationId started = evaluations.list(null, null).items().getFirst().id();
            assertThat(evaluations.list(null, null).items()).hasSize(1);
            assertThat(refusals).hasSize(3).allMatch(refusal -> refusal.contains(started.toString()));
            evaluations.cancel(started);
            assertThat(evaluations.start(candidate, dataset.id(), EvaluationSettings.DEFAULT)).isNotEqualTo(started);
        });
    }

    @Test
    void aMarginOutOfRangeIsRefused() {
        assertThatThrownBy(() -> new EvaluationSettings(0.9, 10, 0)).isInstanceOf(InvalidInput.class);
    }

    @Test
    void anotherOrganizationSeesNothing() {
        EvaluationId id = Actor.call(admin, () -> evaluations.start(candidate, dataset.id(), EvaluationSettings.DEFAULT));
        Actor.run(organizations.member(organizations.create(), Role.ADMIN), () -> {
            assertThatThrownBy(() -> evaluations.get(id)).isInstanceOf(NotFound.class);
            assertThatThrownBy(() -> evaluations.results(id, false, null)).isInstanceOf(NotFound.class);
            assertThatThrownBy(() -> evaluations.cancel(id)).isInstanceOf(NotFound.class);
            assertThatThrownBy(() -> evaluations.start(candidate, dataset.id(), EvaluationSettings.DEFAULT)).isInstanceOf(NotFound.class);
            assertThat(evaluations.list(null, null).items()).isEmpty();
        });
    }
}
