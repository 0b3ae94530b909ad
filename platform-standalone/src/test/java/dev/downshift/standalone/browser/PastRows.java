package dev.downshift.standalone.browser;

import dev.downshift.core.datasets.DatasetView;
import dev.downshift.core.datasets.Datasets;
import dev.downshift.core.datasets.Example;
import dev.downshift.core.datasets.Split;
import dev.downshift.core.evaluation.EvaluationId;
import dev.downshift.core.evaluation.EvaluationWork;
import dev.downshift.core.tasks.Tasks;
import dev.downshift.core.tenancy.Actor;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Runs with their loss, and answers with their scores, as the trainer and the models leave them. */
record PastRows(ApplicationContext beans, Actor engineer) {

    private static final int STEPS = 60;
    private static final String WRONG = "{\"role\":\"assistant\",\"content\":\"{\\\"intent\\\":\\\"store_hours\\\"}\"}";

    /** A run that ended well, and its candidate. */
    UUID train(DatasetView dataset) {
        return write(jdbc -> {
            var run = run(jdbc, dataset, "SUCCEEDED", STEPS, "now() - interval '20 minutes'", "now() - interval '16 minutes'", null);
            var adapter = id(jdbc, """
                    insert into adapter (organization_id, training_run_id, directory, base_hash, adapter_hash, gguf_file, gguf_hash, gguf_bytes,
                        golden_total, golden_equal)
                    values (current_organization(), :run, '/nowhere', sha256('base'), sha256('adapter'), 'model.gguf', sha256('gguf'), 144811104, 8, 8)
                    returning id""", Map.of("run", run));
            return id(jdbc, """
                    insert into candidate (organization_id, task_id, training_run_id, adapter_id, base_model, name)
                    values (current_organization(), :task, :run, :adapter, 'smollm2-135m-instruct', :name) returning id""",
                    Map.of("task", dataset.task().value(), "run", run, "adapter", adapter, "name", dataset.name() + " on SmolLM2"));
        });
    }

    /** Three imports: one that went well, one whose source is down, and one that is paused and has not run yet. */
    void imports() {
        write(jdbc -> {
            var sound = imported(jdbc, "Support agent in Langfuse", "{\"kind\":\"LANGFUSE\",\"baseUrl\":\"https://cloud.langfuse.com\"}", false);
            var run = id(jdbc, """
                    insert into import_run (organization_id, import_id, status, requested_by_name, requested_at, started_at, finished_at, pages, files, known_files, bytes)
                    values (current_organization(), :import, 'SUCCEEDED', 'Downshift', now() - interval '12 minutes', now() - interval '12 minutes',
                        now() - interval '11 minutes', 4, 3, 1, 184320) returning id""", Map.of("import", sound));
            jdbc.sql("insert into import_file (organization_id, run_id, upload_id) select organization_id, ?, id from upload limit 2").param(run).update();
            var down = imported(jdbc, "Nightly traces", """
                    {"kind":"S3","endpoint":"https://minio.example.com","region":"us-east-1","bucket":"agent-traces","prefix":"night/","pathStyle":true}""", false);
            id(jdbc, """
                    insert into import_run (organization_id, import_id, status, requested_by_name, requested_at, started_at, finished_at, failure, remedy)
                    values (current_organization(), :import, 'FAILED', 'Downshift', now() - interval '50 minutes', now() - interval '50 minutes', now() - interval '49 minutes',
                        'The store refuses the credential.', 'Look whether the key still exists and may list the bucket and read its objects, and give it again.')
                    returning id""", Map.of("import", down));
            return imported(jdbc, "Sales agent in LangSmith", "{\"kind\":\"LANGSMITH\",\"baseUrl\":\"https://api.smith.langchain.com\",\"project\":\"sales\"}", true);
        });
    }

    private UUID imported(JdbcClient jdbc, String name, String source, boolean paused) {
        return id(jdbc, """
                insert into trace_import (organization_id, name, source, schedule, paused, since, watermark, changed_by_name)
                values (current_organization(), :name, :source::jsonb, 'HOURLY', :paused, now() - interval '30 days',
                    case when :paused then null else now() - interval '13 minutes' end, :by) returning id""",
                Map.of("name", name, "source", source, "paused", paused, "by", engineer.name()));
    }

    /** A run at work, half done. */
    void running(DatasetView dataset) {
        write(jdbc -> run(jdbc, dataset, "RUNNING", STEPS / 2, "now() - interval '2 minutes'", "null", null));
    }

    /** A run that failed. */
    void failed(DatasetView dataset, String failure) {
        write(jdbc -> run(jdbc, dataset, "FAILED", 7, "now() - interval '50 minutes'", "now() - interval '48 minutes'", failure));
    }

    /** An evaluation of a candidate that is right on a share of the examples; the incumbent is right on all but one in twenty-five. */
    EvaluationId evaluate(UUID candidate, DatasetView dataset, double right) {
        var evaluation = new EvaluationId(write(jdbc -> id(jdbc, """
                insert into evaluation (organization_id, task_id, dataset_id, candidate_id, status, metric, settings, total, done, incumbent_asked,
                    requested_by_name, started_at)
                values (current_organization(), :task, :dataset, :candidate, 'RUNNING', 'exact answer',
                    '{"margin":0.1,"examples":200,"baseExamples":40}', :test, :test, true, :by, now() - interval '5 minutes') returning id""",
                Map.of("task", dataset.task().value(), "dataset", dataset.id().value(), "candidate", candidate, "test", dataset.test(),
                        "by", engineer.name()))));
        var chance = new SplittableRandom(7);
        write(jdbc -> {
            try (Stream<Example> examples = beans.getBean(Datasets.class).examples(dataset.id(), Split.TEST)) {
                examples.toList().forEach(example -> {
                    answer(jdbc, evaluation, example, "CANDIDATE", chance.nextDouble() < right, 180 + chance.nextInt(60), "0.0000021");
                    answer(jdbc, evaluation, example, "INCUMBENT", example.ordinal() % 25 != 0, 640 + chance.nextInt(400), "0.000695");
                    answer(jdbc, evaluation, example, "BASE", chance.nextDouble() < 0.04, 190 + chance.nextInt(60), "0.0000021");
                });
            }
            return evaluation;
        });
        Actor.run(engineer, () -> beans.getBean(EvaluationWork.class).finish(evaluation));
        return evaluation;
    }

    private static void answer(JdbcClient jdbc, EvaluationId evaluation, Example example, String contender, boolean right, int millis, String cost) {
        jdbc.sql("""
                insert into evaluation_result (organization_id, evaluation_id, ordinal, call_id, slices, reference, contender, answer, score, fields,
                    latency_ms, prompt_tokens, completion_tokens, cost)
                values (current_organization(), :evaluation, :ordinal, :call, :slices, :reference::jsonb, :contender, :answer::jsonb, :score,
                    jsonb_build_object('intent', :score = 1), :millis, 290, 14, :cost::numeric)""")
                .param("evaluation", evaluation.value()).param("ordinal", example.ordinal()).param("call", example.call().value())
                .param("slices", new String[] {example.ordinal() % 3 == 0 ? "length: long" : "length: short"})
                .param("reference", example.answer().toString()).param("contender", contender)
                .param("answer", right ? example.answer().toString() : WRONG).param("score", right ? 1.0 : 0.0)
                .param("millis", millis).param("cost", cost).update();
    }

    private UUID run(JdbcClient jdbc, DatasetView dataset, String status, int steps, String startedAt, String finishedAt,
            @Nullable String failure) {
        Map<String, @Nullable Object> values = new HashMap<>(Map.of("task", dataset.task().value(), "dataset", dataset.id().value(), "status", status,
                "steps", steps, "total", STEPS, "loss", loss(steps), "by", engineer.name(), "specification", """
                {"source":"smollm2","taskName":"%s","datasetName":"%s","datasetHash":"%s","settings":{"epochs":2,"maxSeconds":140,"rank":16,\
                "learningRate":0.001,"batchSize":16,"seed":0}}""".formatted(beans.getBean(Tasks.class).get(dataset.task()).name(), dataset.name(), dataset.contentHash())));
        values.put("failure", failure);
        var run = id(jdbc, """
                insert into training_run (organization_id, task_id, dataset_id, base_model, specification, status, step, total_steps, loss,
                    tokens_per_second, eta_seconds, estimated_seconds, estimated_cost, cost, device, failure, requested_by_name, started_at, finished_at)
                values (current_organization(), :task, :dataset, 'smollm2-135m-instruct', :specification::jsonb, :status, :steps, :total, :loss,
                    1240, case :status when 'RUNNING' then 95 end, 180, 0.0041, 0.0038, 'cpu', :failure, :by, %s, %s) returning id"""
                .formatted(startedAt, finishedAt), values);
        for (var step = 1; step <= steps; step++) {
            jdbc.sql("""
                    insert into training_event (organization_id, training_run_id, ordinal, occurred_at, kind, step, loss, tokens_per_second, text)
                    values (current_organization(), :run, :step, now() - interval '20 minutes' + :step * interval '4 seconds', :kind, :step, :loss, 1240, :text)""")
                    .param("run", run).param("step", step).param("loss", loss(step))
                    .param("kind", step % 20 == 0 ? "CHECKPOINT" : "STEP").param("text", step % 20 == 0 ? "Saved at step " + step : null).update();
        }
        return run;
    }

    private static double loss(int step) {
        return 2.4 * Math.exp(-step / 12.0) + 0.12 + 0.03 * Math.sin(step);
    }

    private static UUID id(JdbcClient jdbc, String sql, Map<String, ?> values) {
        return jdbc.sql(sql).params(values).query((row, number) -> row.getObject(1, UUID.class)).single();
    }

    private <T> T write(Function<JdbcClient, T> work) {
        return Actor.call(engineer, () -> Objects.requireNonNull(
                beans.getBean(TransactionOperations.class).execute(status -> work.apply(beans.getBean(JdbcClient.class)))));
    }
}
