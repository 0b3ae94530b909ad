package dev.downshift.core.promotion;

import dev.downshift.core.evaluation.EvaluationId;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tenancy.Actor;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** A task with a candidate and its evaluation, as the stages before leave them. */
record EvaluatedCandidate(TaskId task, EvaluationId evaluation) {

    static EvaluatedCandidate create(JdbcClient jdbc, TransactionOperations transactions, Actor actor, String verdict) {
        Map<String, Object> ids = new HashMap<>();
        for (String name : new String[] {"site", "task", "dataset", "run", "adapter", "candidate", "evaluation"}) {
            ids.put(name, UUID.randomUUID());
        }
        ids.put("organization", actor.organization().value());
        ids.put("verdict", verdict);
        Actor.run(actor, () -> transactions.executeWithoutResult(status -> {
            for (String statement : ROWS) {
                jdbc.sql(statement).params(ids).update();
            }
        }));
        return new EvaluatedCandidate(new TaskId((UUID) Objects.requireNonNull(ids.get("task"))),
                new EvaluationId((UUID) Objects.requireNonNull(ids.get("evaluation"))));
    }

    private static final String[] ROWS = {
        """
        insert into call_site (organization_id, id, name, template, signature, tool_names, response_shape, calls)
        values (:organization, :site, 'Route', 'Route {ticket}', '{}', '{}', 'LABEL', 100)""",
        """
        insert into task (organization_id, id, call_site_id, name, description, status, current_version, output_shape, calls, failed_calls,
                          prompt_tokens, completion_tokens, calls_priced, worthiness, worth_moving, reasons)
        values (:organization, :task, :site, 'Route the ticket', 'Routes', 'ACTIVE', 1, 'LABEL', 100, 0, 1000, 100, 0, 0.9, true, '[]')""",
        """
        insert into dataset (organization_id, id, task_id, task_version, name, output_shape, train, validation, test, duplicates_dropped,
                             manifest, content_hash, created_by_name)
        values (:organization, :dataset, :task, 1, 'Route 1', 'LABEL', 80, 10, 10, 0, '{}', sha256('dataset'), 'Ada')""",
        """
        insert into training_run (organization_id, id, task_id, dataset_id, base_model, specification, status, estimated_seconds,
                                  estimated_cost, requested_by_name)
        values (:organization, :run, :task, :dataset, 'smollm2-135m-instruct', '{}', 'SUCCEEDED', 60, 0, 'Ada')""",
        """
        insert into adapter (organization_id, id, training_run_id, directory, base_hash, adapter_hash, gguf_file, gguf_hash, gguf_bytes,
                             golden_total, golden_equal)
        values (:organization, :adapter, :run, 'run', sha256('base'), sha256('adapter'), 'model.gguf', sha256('gguf'), 1000, 8, 8)""",
        """
        insert into candidate (organization_id, id, task_id, training_run_id, adapter_id, base_model, name)
        values (:organization, :candidate, :task, :run, :adapter, 'smollm2-135m-instruct', 'Route on SmolLM2')""",
        """
        insert into evaluation (organization_id, id, task_id, dataset_id, candidate_id, status, metric, settings, verdict, report,
                                report_hash, requested_by_name, finished_at)
        values (:organization, :evaluation, :task, :dataset, :candidate, 'SUCCEEDED', 'label accuracy',
                '{"margin":0.03,"examples":10,"baseExamples":0}', :verdict,
                '{"verdict":"PASSED","difference":{"estimate":-0.004,"lower":-0.011,"upper":1.0e-3}}', sha256('report'), 'Ada', now())"""
    };
}
