package dev.downshift.web.evaluations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.datasets.DatasetView;
import dev.downshift.core.datasets.Datasets;
import dev.downshift.core.datasets.Example;
import dev.downshift.core.datasets.Split;
import dev.downshift.core.evaluation.EvaluationId;
import dev.downshift.core.evaluation.EvaluationSettings;
import dev.downshift.core.evaluation.EvaluationWork;
import dev.downshift.core.evaluation.Evaluations;
import dev.downshift.core.intake.Ingest;
import dev.downshift.core.intake.IngestRun;
import dev.downshift.core.intake.RecordBatch;
import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.UploadId;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.tasks.DiscoveryRuns;
import dev.downshift.core.tasks.DiscoveryWork;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tasks.TaskQuery;
import dev.downshift.core.tasks.Tasks;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.training.CandidateId;
import dev.downshift.web.Visitor;
import dev.downshift.web.WebTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@WebTest
@NullUnmarked
class EvaluationPagesTest {

    private static final String PASSWORD = "a long enough password";
    private static final List<String> MOODS = List.of("glad", "sad", "calm");

    @Autowired Onboarding onboarding;
    @Autowired Uploads uploads;
    @Autowired Ingest ingest;
    @Autowired DiscoveryRuns runs;
    @Autowired DiscoveryWork discovery;
    @Autowired Tasks tasks;
    @Autowired Datasets datasets;
    @Autowired Evaluations evaluations;
    @Autowired EvaluationWork work;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;

    @LocalServerPort int port;

    OrganizationId organization;
    Visitor visitor;

    @BeforeEach
    void someone() {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        organization = onboarding.createOrganization("Team " + unique, "team-" + unique, new NewPerson(unique + "@example.com", "Ada", PASSWORD));
        visitor = new Visitor(port).signIn(unique + "@example.com", PASSWORD);
    }

    @Test
    void withoutDatasetsAndEvaluationsThePagesSayWhatToDo() {
        assertThat(visitor.get("/datasets").body()).contains("No datasets yet", "Look at the tasks");
        assertThat(visitor.get("/evaluations").body()).contains("No evaluations yet");
    }

    @Test
    void aDatasetIsMadeWithOneClickAndShowsHow() throws IOException {
        TaskId task = Actor.call(Actor.system(organization), this::discover);
        visitor.get("/tasks/" + task);
        assertThat(visitor.submit("/datasets", Map.of("task", task.toString())).body()).contains("No leakage", "Left out", "Train a model", "SHA-256");
        DatasetView dataset = Actor.call(Actor.system(organization), () -> datasets.list(task, null).items().getFirst());
        assertThat(visitor.get("/datasets").body()).contains(dataset.name());
        assertThat(visitor.get("/datasets/" + dataset.id() + "/examples?split=TRAIN").body()).contains("We brought in", "Reference answer");
        String test = "/datasets/" + dataset.id() + "/export?format=jsonl&split=TEST";
        assertThat(visitor.get("/datasets/" + dataset.id()).body()).contains("href=\"" + test.replace("&", "&amp;") + "\"");
        assertThat(visitor.get(test).body().lines()).hasSize(dataset.test());
    }

    @Test
    void anEvaluationShowsItsVerdictItsIntervalAndTheDisagreements() throws IOException {
        EvaluationId id = Actor.call(Actor.system(organization), this::evaluate);
        assertThat(visitor.get("/evaluations").body()).contains("Mood · 1", "failed");
        assertThat(visitor.get("/evaluations/" + id).body())
                .contains("worse by more than the margin", "class=\"threshold\"", "label: glad", "Cost of 1,000 calls", "logged answers stand in")
                .doesNotContain("??");
        assertThat(visitor.get("/evaluations/" + id + "/answers?disagreements=true").body()).contains("<ins>wrong</ins>", "not right").doesNotContain("??");
        assertThat(visitor.get("/evaluations/" + UUID.randomUUID()).statusCode()).isEqualTo(404);
    }

    @Test
    void aFormFixesTheMarginBeforehand() throws IOException {
        DatasetView dataset = Actor.call(Actor.system(organization), () -> datasets.freeze(discover()));
        CandidateId candidate = Actor.call(Actor.system(organization), () -> candidate(dataset));
        assertThat(visitor.get("/evaluations/new?candidate=" + candidate).body())
                .contains("Margin, in points", "name=\"dataset\" value=\"" + dataset.id() + "\"", "never seen these test examples").doesNotContain("??");
    }

    private EvaluationId evaluate() throws IOException {
        DatasetView dataset = datasets.freeze(discover());
        EvaluationId id = evaluations.start(candidate(dataset), dataset.id(), EvaluationSettings.DEFAULT);
        try (Stream<Example> examples = datasets.examples(dataset.id(), Split.TEST)) {
            for (Example example : (Iterable<Example>) examples::iterator) {
                result(id, example, "INCUMBENT", example.answer().toString(), 1);
                result(id, example, "CANDIDATE", "{\"role\":\"assistant\",\"content\":\"wrong\"}", 0);
            }
        }
        work.finish(id);
        return id;
    }

    private void result(EvaluationId evaluation, Example example, String contender, String answer, double score) {
        transactions.executeWithoutResult(status -> jdbc.sql("""
                insert into evaluation_result (organization_id, evaluation_id, ordinal, call_id, slices, reference, contender, answer, score, fields, latency_ms)
                values (?, ?, ?, ?, ?, ?::jsonb, ?, ?::jsonb, ?, '{}', 120)""")
                .param(organization.value()).param(evaluation.value()).param(example.ordinal()).param(example.call().value())
                .param(new String[] {"label: glad"}).param(example.answer().toString()).param(contender).param(answer).param(score).update());
    }

    private CandidateId candidate(DatasetView dataset) {
        return transactions.execute(status -> {
            UUID run = id("""
                    insert into training_run (organization_id, task_id, dataset_id, base_model, specification, status, estimated_seconds,
                        estimated_cost, requested_by_name) values (?, ?, ?, 'small', '{}', 'SUCCEEDED', 1, 0, 'test') returning id""",
                    organization.value(), dataset.task().value(), dataset.id().value());
            UUID adapter = id("""
                    insert into adapter (organization_id, training_run_id, directory, base_hash, adapter_hash, gguf_file, gguf_hash, gguf_bytes, golden_total,
                        golden_equal) values (?, ?, '/nowhere', '\\x00', '\\x01', 'model.gguf', '\\x02', 1, 8, 8) returning id""", organization.value(), run);
            return new CandidateId(id("insert into candidate (organization_id, task_id, training_run_id, adapter_id, base_model, name)"
                    + " values (?, ?, ?, ?, 'small', 'Mood · 1') returning id", organization.value(), dataset.task().value(), run, adapter));
        });
    }

    private UUID id(String sql, Object... parameters) {
        return jdbc.sql(sql).params(parameters).query((row, number) -> row.getObject(1, UUID.class)).single();
    }

    private TaskId discover() throws IOException {
        String file = IntStream.range(0, 120).mapToObj(i -> """
                {"request":{"model":"house-model","messages":[{"role":"system","content":"Rate how the farmer sounds with one word of three."},\
                {"role":"user","content":"We brought in crop %c of field %d"}]},"response":{"choices":[{"message":{"role":"assistant","content":"%s"}}]}}"""
                .formatted('a' + i % 26, i, MOODS.get(i % 3))).collect(Collectors.joining("\n"));
        UploadId upload = uploads.receive("farm.jsonl", Upload.Source.API, new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8))).id();
        try (IngestRun run = ingest.open(upload)) {
            for (RecordBatch batch = run.next(); batch != null; batch = run.next()) {
                RecordBatch records = batch;
                transactions.executeWithoutResult(status -> run.store(records));
            }
        }
        ingest.finish(upload);
        var run = runs.start();
        discovery.discover(run);
        discovery.embed(run);
        return tasks.list(TaskQuery.ALL, null).items().getFirst().id();
    }
}
