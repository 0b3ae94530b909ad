package dev.downshift.gateway;

import dev.downshift.core.routing.ApprovedPromotion;
import dev.downshift.core.routing.Mode;
import dev.downshift.core.routing.Routes;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.PersonId;
import dev.downshift.core.training.CandidateId;
import java.math.BigDecimal;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Tasks with a candidate, promoted as the database demands: asked for by one person and approved by another. */
record RoutedTasks(JdbcClient jdbc, TransactionOperations transactions, Routes routes) {

    record Routed(TaskId task, CandidateId candidate) {}

    Routed promote(Actor actor, PersonId requester, PersonId approver, Mode mode, String share) {
        return Actor.call(actor, () -> transactions.execute(status -> {
            UUID organization = actor.organization().value();
            UUID site = id("insert into call_site (organization_id, name, template, signature, tool_names, response_shape, calls) values (?, 'site', '', '{}', '{}', 'LABEL', 1) returning id", organization);
            UUID task = id("insert into task (organization_id, call_site_id, name, description, status, current_version, output_shape, calls, failed_calls, prompt_tokens,"
                    + " completion_tokens, calls_priced, worthiness, worth_moving, reasons) values (?, ?, 'Route the ticket', '', 'ACTIVE', 1, 'LABEL', 1, 0, 1, 1, 0, 0.9, true, '[]') returning id", organization, site);
            UUID dataset = id("insert into dataset (organization_id, task_id, task_version, name, output_shape, train, validation, test, duplicates_dropped, manifest, content_hash, created_by_name)"
                    + " values (?, ?, 1, 'd', 'LABEL', 1, 1, 1, 0, '{}', '\\x00', 'test') returning id", organization, task);
            UUID run = id("insert into training_run (organization_id, task_id, dataset_id, base_model, specification, status, estimated_seconds, estimated_cost, requested_by_name)"
                    + " values (?, ?, ?, 'smol', '{}', 'SUCCEEDED', 1, 0, 'test') returning id", organization, task, dataset);
            UUID adapter = id("insert into adapter (organization_id, training_run_id, directory, base_hash, adapter_hash, gguf_file, gguf_hash, gguf_bytes, golden_total, golden_equal)"
                    + " values (?, ?, 'd', '\\x00', '\\x00', 'f', '\\x00', 1, 1, 1) returning id", organization, run);
            UUID candidate = id("insert into candidate (organization_id, task_id, training_run_id, adapter_id, base_model, name) values (?, ?, ?, ?, 'smol', 'c') returning id", organization, task, run, adapter);
            UUID evaluation = id("insert into evaluation (organization_id, task_id, dataset_id, candidate_id, status, metric, settings, requested_by_name)"
                    + " values (?, ?, ?, ?, 'SUCCEEDED', 'label accuracy', '{}', 'test') returning id", organization, task, dataset, candidate);
            UUID request = id("insert into promotion_request (organization_id, task_id, candidate_id, evaluation_id, mode, share, status, evidence, evidence_hash, requested_by, requested_by_name)"
                    + " values (?, ?, ?, ?, ?, ?::numeric, 'WAITING', '{}', '\\x00', ?, 'engineer') returning id", organization, task, candidate, evaluation, mode.name(), share, requester.value());
            jdbc.sql("update promotion_request set status = 'APPROVED' where id = ?").param(request).update();
            jdbc.sql("insert into decision (organization_id, promotion_request_id, outcome, comment, decided_by, decided_by_name) values (?, ?, 'APPROVED', '', ?, 'approver')")
                    .param(organization).param(request).param(approver.value()).update();
            routes.apply(new ApprovedPromotion(request, new TaskId(task), new CandidateId(candidate), mode, new BigDecimal(share), "for a test"));
            return new Routed(new TaskId(task), new CandidateId(candidate));
        }));
    }

    private UUID id(String sql, Object... parameters) {
        JdbcClient.StatementSpec statement = jdbc.sql(sql);
        for (Object parameter : parameters) {
            statement = statement.param(parameter);
        }
        return statement.query((row, i) -> row.getObject(1, UUID.class)).single();
    }
}
