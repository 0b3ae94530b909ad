package dev.downshift.core.tasks;

import dev.downshift.core.NullableInstant;
import dev.downshift.engine.evaluation.OutputShape;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads tasks and runs from their rows. */
final class TaskRows {

    static final String TASK = """
            select t.id, t.call_site_id, t.name, t.named_by_person, t.description, t.status, t.current_version, s.template, s.tool_names,
                   t.output_shape, t.calls, t.kept_calls, t.failed_calls, t.prompt_tokens, t.completion_tokens, t.cost, t.calls_priced,
                   t.latency_p50_ms, t.latency_p95_ms, t.first_call_at, t.last_call_at, t.worthiness, t.worth_moving, t.reasons, t.updated_at
            from task t join call_site s on s.id = t.call_site_id
            """;

    static final String RUN = """
            select id, status, stage, done, total, calls, tasks, failure, requested_by_name, requested_at, started_at, finished_at
            from discovery_run
            """;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private TaskRows() {}

    static TaskView task(ResultSet row, int number) throws SQLException {
        return new TaskView(
                new TaskId(row.getObject("id", UUID.class)),
                new CallSiteId(row.getObject("call_site_id", UUID.class)),
                row.getString("name"),
                row.getBoolean("named_by_person"),
                row.getString("description"),
                row.getString("status").equals("ACTIVE"),
                row.getInt("current_version"),
                row.getString("template"),
                List.of((String[]) row.getArray("tool_names").getArray()),
                OutputShape.valueOf(row.getString("output_shape")),
                row.getLong("calls"),
                row.getLong("kept_calls"),
                row.getLong("failed_calls"),
                row.getLong("prompt_tokens"),
                row.getLong("completion_tokens"),
                row.getBigDecimal("cost"),
                row.getLong("calls_priced"),
                row.getObject("latency_p50_ms", Long.class),
                row.getObject("latency_p95_ms", Long.class),
                NullableInstant.of(row, "first_call_at"),
                NullableInstant.of(row, "last_call_at"),
                row.getDouble("worthiness"),
                row.getBoolean("worth_moving"),
                reasons(row.getString("reasons")),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    static DiscoveryRun run(ResultSet row, int number) throws SQLException {
        String stage = row.getString("stage");
        return new DiscoveryRun(
                new DiscoveryRunId(row.getObject("id", UUID.class)),
                DiscoveryRun.Status.valueOf(row.getString("status")),
                stage == null ? null : DiscoveryRun.Stage.valueOf(stage),
                row.getLong("done"),
                row.getLong("total"),
                row.getLong("calls"),
                row.getInt("tasks"),
                row.getString("failure"),
                row.getString("requested_by_name"),
                row.getObject("requested_at", OffsetDateTime.class).toInstant(),
                NullableInstant.of(row, "started_at"),
                NullableInstant.of(row, "finished_at"));
    }

    private static List<TaskView.Reason> reasons(String json) {
        List<TaskView.Reason> reasons = new ArrayList<>();
        for (JsonNode each : JSON.readTree(json)) {
            reasons.add(new TaskView.Reason(each.path("inFavour").asBoolean(false), each.path("text").asString("")));
        }
        return reasons;
    }
}
