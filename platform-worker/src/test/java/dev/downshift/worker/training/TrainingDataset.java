package dev.downshift.worker.training;

import dev.downshift.core.datasets.DatasetId;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A small dataset of a task, written straight into the tables. */
record TrainingDataset(JdbcClient jdbc) {

    DatasetId insert(int train, int validation, int test) {
        UUID site = UUID.randomUUID();
        jdbc.sql("""
                        insert into call_site (id, organization_id, name, template, signature, tool_names, response_shape, calls)
                        values (?, current_organization(), 'Name numbers', 'Name {}', '{}', '{}', 'LABEL', 1)""").param(site).update();
        UUID task = UUID.randomUUID();
        jdbc.sql("""
                        insert into task (id, organization_id, call_site_id, name, description, status, current_version, output_shape, calls,
                            failed_calls, prompt_tokens, completion_tokens, calls_priced, worthiness, worth_moving, reasons)
                        values (?, current_organization(), ?, 'Name numbers', '', 'ACTIVE', 1, 'LABEL', 1, 0, 1, 1, 0, 1, true, '[]')""")
                .params(task, site)
                .update();
        UUID dataset = UUID.randomUUID();
        jdbc.sql("""
                        insert into dataset (id, organization_id, task_id, task_version, name, output_shape, train, validation, test,
                            duplicates_dropped, manifest, content_hash, created_by_name)
                        values (?, current_organization(), ?, 1, 'Numbers', 'LABEL', ?, ?, ?, 0, '{}', '\\x00', 'Ada')""")
                .params(dataset, task, train, validation, test)
                .update();
        for (int ordinal = 0; ordinal < train + validation + test; ordinal++) {
            String split = ordinal < train ? "TRAIN" : ordinal < train + validation ? "VALIDATION" : "TEST";
            String body = """
                    {"messages": [{"role": "system", "content": "Say whether the number is even or odd. Answer with one word."},
                     {"role": "user", "content": "%d"}], "tools": [], "answer": {"role": "assistant", "content": "%s"}, "parameters": {}}"""
                    .formatted(ordinal, ordinal % 2 == 0 ? "even" : "odd");
            jdbc.sql("""
                            insert into dataset_example (organization_id, dataset_id, ordinal, split, call_id, conversation, example_hash, body)
                            values (current_organization(), ?, ?, ?, gen_random_uuid(), ?, '\\x00', ?::jsonb)""")
                    .params(dataset, ordinal, split, "c" + ordinal, body)
                    .update();
        }
        return new DatasetId(dataset);
    }
}
