package dev.downshift.core;

import dev.downshift.core.intake.CallFilter;
import dev.downshift.core.intake.CallId;
import dev.downshift.core.intake.Calls;
import dev.downshift.core.intake.Ingest;
import dev.downshift.core.intake.IngestRun;
import dev.downshift.core.intake.RecordBatch;
import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.UploadId;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tenancy.Tenant;
import dev.downshift.engine.evaluation.OutputShape;
import dev.downshift.sample.SampleAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/** Calls of the sample agent, ingested, and a task of one of its call sites, as discovery would leave it. */
public record SampleTask(Uploads uploads, Ingest ingest, Calls calls, JdbcClient jdbc, TransactionOperations transactions) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The task of a call site, such as {@code ROUTE}, in the current organization. */
    public TaskId create(String callSite, OutputShape shape, int count) throws IOException {
        Path folder = Files.createTempDirectory("sample-task");
        Path traces = folder.resolve("traces.jsonl");
        Path labels = folder.resolve("labels.jsonl");
        SampleAgent.generate(new SampleAgent.Traffic(count, 5, ZonedDateTime.of(2026, 11, 1, 0, 0, 0, 0, ZoneOffset.UTC), 4, 0.03), traces, labels);
        List<String> sites = Files.readAllLines(labels).stream().map(line -> JSON.readTree(line).path("callSite").asString("")).toList();
        UploadId upload = read(traces);
        List<CallId> ids = calls.stream(CallFilter.of(upload)).filter(call -> sites.get((int) call.call().position().record()).equals(callSite))
                .map(call -> call.id()).toList();
        return java.util.Objects.requireNonNull(transactions.execute(status -> insert(shape, ids)));
    }

    private UploadId read(Path file) throws IOException {
        UploadId id;
        try (var bytes = Files.newInputStream(file)) {
            id = uploads.receive(file.getFileName().toString(), Upload.Source.API, bytes).id();
        }
        try (IngestRun run = ingest.open(id)) {
            for (RecordBatch batch = run.next(); batch != null; batch = run.next()) {
                RecordBatch next = batch;
                transactions.executeWithoutResult(status -> run.store(next));
            }
        }
        ingest.finish(id);
        return id;
    }

    private TaskId insert(OutputShape shape, List<CallId> ids) {
        UUID organization = Tenant.current().value();
        UUID run = id("insert into discovery_run (organization_id, status, requested_by_name) values (?, 'SUCCEEDED', 'test') returning id", organization);
        UUID site = id("insert into call_site (organization_id, name, template, signature, tool_names, response_shape, calls)"
                + " values (?, 'Route', 'Route', '{}', '{}', 'x', 1) returning id", organization);
        UUID task = id("""
                insert into task (organization_id, call_site_id, name, description, status, current_version, output_shape, calls, failed_calls,
                    prompt_tokens, completion_tokens, calls_priced, worthiness, worth_moving, reasons)
                values (?, ?, 'Route a ticket', '', 'ACTIVE', 1, ?, 1, 0, 1, 1, 0, 0.9, true, '[]') returning id""", organization, site, shape.name());
        for (CallId call : ids) {
            jdbc.sql("""
                            insert into assignment (organization_id, call_id, ordered_at, call_site_id, task_id, discovery_run_id)
                            select organization_id, id, ordered_at, ?, ?, ? from call_identity where organization_id = ? and id = ?""")
                    .params(site, task, run, organization, call.value()).update();
        }
        return new TaskId(task);
    }

    private UUID id(String sql, Object... parameters) {
        return jdbc.sql(sql).params(parameters).query((row, number) -> row.getObject(1, UUID.class)).single();
    }
}
