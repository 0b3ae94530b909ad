package dev.downshift.standalone.isolation;

import dev.downshift.core.tenancy.Actor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** One row of everything that has an address, in the organization of an actor. */
record OneOfEach(JdbcClient jdbc, TransactionOperations transactions) {

    private static final String SPECIFICATION = """
            {"source":"theirs","taskName":"theirs","datasetName":"theirs","datasetHash":"00","settings":{"epochs":1,"maxSeconds":60,
             "maxSteps":1,"rank":8,"layers":1,"learningRate":0.0001,"batchSize":1,"seed":1}}""";
    private static final String SPLIT = "{\"examples\":1,\"conversations\":1,\"sha256\":\"" + "0".repeat(64) + "\"}";
    private static final String MANIFEST = "{\"splits\":{\"train\":" + SPLIT + ",\"validation\":" + SPLIT + ",\"test\":" + SPLIT + "}}";

    /** Writes the rows and answers their ids by the names of their tables. */
    Map<String, UUID> create(Actor actor) {
        Map<String, UUID> ids = new LinkedHashMap<>();
        Actor.run(actor, () -> transactions.executeWithoutResult(status -> {
            collected(actor, ids);
            fetched(actor, ids);
            discovered(actor, ids);
            trained(actor, ids);
            promoted(actor, ids);
            erased(actor, ids);
        }));
        return ids;
    }

    private void collected(Actor actor, Map<String, UUID> ids) {
        insert(actor, ids, "upload", """
                (organization_id, id, file_name, content_hash, byte_count, source, status, created_by_name)
                values (:organization, :id, 'theirs.jsonl', sha256('theirs'), 6, 'API', 'INGESTED', 'Owner')""");
        insert(actor, ids, "unfinished_upload", """
                (organization_id, id, file_name, byte_count, source, created_by_name, expires_at)
                values (:organization, :id, 'theirs.jsonl', 6, 'API', 'Owner', now() + interval '1 day')""");
        jdbc.sql("select prepare_calls(array[current_date])").query((row, number) -> true).single();
        insert(actor, ids, "message", """
                (organization_id, id, role, last_used, body, tokens) values (:organization, :id, 'USER', current_date, '{"role":"user","content":"theirs"}', 6)""");
        insert(actor, ids, "llm_call", """
                (organization_id, id, upload_id, record, index_in_record, conversation, ordered_at, message_ids, parameters, prompt_tokens,
                 completion_tokens, tokens_estimated, metadata)
                values (:organization, :id, :upload, 0, 0, 'theirs', now(), array[:message]::uuid[], '{}', 1, 1, true, '{}')""");
        jdbc.sql("""
                        insert into call_identity (organization_id, id, ordered_at, completeness)
                        select organization_id, id, ordered_at, 0 from llm_call where organization_id = ?""").param(actor.organization().value()).update();
    }

    private void fetched(Actor actor, Map<String, UUID> ids) {
        insert(actor, ids, "trace_import", """
                (organization_id, id, name, source, schedule, paused, changed_by_name)
                values (:organization, :id, 'theirs', '{"kind":"LANGFUSE","baseUrl":"https://1.1.1.1"}', 'DAILY', true, 'Owner')""");
        insert(actor, ids, "import_run", """
                (organization_id, id, import_id, status, requested_by_name, finished_at) values (:organization, :id, :trace_import, 'SUCCEEDED', 'Owner', now())""");
    }

    private void discovered(Actor actor, Map<String, UUID> ids) {
        insert(actor, ids, "discovery_run", """
                (organization_id, id, status, requested_by_name) values (:organization, :id, 'SUCCEEDED', 'Owner')""");
        insert(actor, ids, "call_site", """
                (organization_id, id, name, template, signature, tool_names, response_shape, calls)
                values (:organization, :id, 'theirs', 'theirs', '{}', '{}', 'LABEL', 1)""");
        insert(actor, ids, "task", """
                (organization_id, id, call_site_id, name, description, status, current_version, output_shape, calls, failed_calls,
                 prompt_tokens, completion_tokens, calls_priced, worthiness, worth_moving, reasons)
                values (:organization, :id, :call_site, 'theirs', 'theirs', 'ACTIVE', 1, 'LABEL', 1, 0, 1, 1, 0, 0.9, true, '[]')""");
        insert(actor, ids, "dataset", """
                (organization_id, id, task_id, task_version, name, output_shape, train, validation, test, duplicates_dropped,
                 manifest, content_hash, created_by_name)
                values (:organization, :id, :task, 1, 'theirs', 'LABEL', 1, 1, 1, 0, :manifest::jsonb, sha256('theirs'), 'Owner')""");
    }

    private void trained(Actor actor, Map<String, UUID> ids) {
        insert(actor, ids, "training_run", """
                (organization_id, id, task_id, dataset_id, base_model, specification, status, estimated_seconds,
                 estimated_cost, requested_by_name)
                values (:organization, :id, :task, :dataset, 'smollm2-135m-instruct', :specification::jsonb, 'SUCCEEDED', 1, 0, 'Owner')""");
        insert(actor, ids, "adapter", """
                (organization_id, id, training_run_id, directory, base_hash, adapter_hash, gguf_file, gguf_hash, gguf_bytes,
                 golden_total, golden_equal)
                values (:organization, :id, :training_run, 'theirs', '\\x01', '\\x02', 'theirs.gguf', '\\x03', 1, 1, 1)""");
        insert(actor, ids, "candidate", """
                (organization_id, id, task_id, training_run_id, adapter_id, base_model, name)
                values (:organization, :id, :task, :training_run, :adapter, 'smollm2-135m-instruct', 'theirs')""");
        insert(actor, ids, "evaluation", """
                (organization_id, id, task_id, dataset_id, candidate_id, status, metric, settings, verdict, report,
                 report_hash, requested_by_name)
                values (:organization, :id, :task, :dataset, :candidate, 'SUCCEEDED', 'label accuracy', '{"margin":0.05,"examples":10,"baseExamples":0}', 'PASSED', '{}',
                        '\\x04', 'Owner')""");
    }

    private void promoted(Actor actor, Map<String, UUID> ids) {
        insert(actor, ids, "promotion_request", """
                (organization_id, id, task_id, candidate_id, evaluation_id, mode, share, status, evidence, evidence_hash,
                 requested_by, requested_by_name)
                values (:organization, :id, :task, :candidate, :evaluation, 'SHADOW', 1, 'WAITING', '{}', '\\x05', :person, 'Owner')""");
        insert(actor, ids, "route", """
                (organization_id, id, task_id, mode, share, changed_by_name)
                values (:organization, :id, :task, 'OFF', 0, 'Owner')""");
        insert(actor, ids, "invitation", """
                (organization_id, id, email, role, token_hash, invited_by, expires_at)
                values (:organization, :id, 'x@example.com', 'VIEWER', '\\x06', :person, now() + interval '1 day')""");
        insert(actor, ids, "api_key", """
                (organization_id, id, name, hint, secret_hash, scopes, created_by)
                values (:organization, :id, 'theirs', 'aaaa', '\\x07', '{READ}', :person)""");
    }

    private void erased(Actor actor, Map<String, UUID> ids) {
        insert(actor, ids, "erasure", """
                (organization_id, id, type, surrogate, status, requested_by_name) values (:organization, :id, 'PERSON', 'Theirs', 'FOUND', 'Owner')""");
    }

    private void insert(Actor actor, Map<String, UUID> ids, String table, String columnsAndValues) {
        UUID id = UUID.randomUUID();
        Map<String, Object> parameters = new LinkedHashMap<>(ids);
        parameters.put("organization", actor.organization().value());
        parameters.put("person", actor.requirePerson().value());
        parameters.put("id", id);
        parameters.put("manifest", MANIFEST);
        parameters.put("specification", SPECIFICATION);
        jdbc.sql("insert into " + table + " " + columnsAndValues).params(parameters).update();
        ids.put(table, id);
    }
}
