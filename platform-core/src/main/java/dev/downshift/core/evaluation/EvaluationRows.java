package dev.downshift.core.evaluation;

import dev.downshift.core.AdvisoryLock;
import dev.downshift.core.Cursor;
import dev.downshift.core.NotFound;
import dev.downshift.core.NullableInstant;
import dev.downshift.core.Page;
import dev.downshift.core.datasets.DatasetId;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.training.CandidateId;
import dev.downshift.engine.evaluation.Verdict;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes the table {@code evaluation}. */
@Component
class EvaluationRows {

    private static final int PAGE = 50;
    private static final String SELECT = "select id, task_id, dataset_id, candidate_id, status, cancel_requested, done, total, metric, settings, incumbent_asked, verdict,"
            + " report, report_hash, cost, failure, requested_by_name, requested_at, started_at, finished_at from evaluation ";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    EvaluationRows(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    EvaluationId insert(TaskId task, DatasetId dataset, CandidateId candidate, String metric, int total, EvaluationSettings settings, String by) {
        return new EvaluationId(jdbc.sql("""
                insert into evaluation (organization_id, task_id, dataset_id, candidate_id, status, metric, settings, total, requested_by_name)
                values (current_organization(), ?, ?, ?, 'QUEUED', ?, ?::jsonb, ?, ?) returning id""")
                .params(task.value(), dataset.value(), candidate.value(), metric, json.writeValueAsString(settings), total, by)
                .query((row, number) -> row.getObject(1, UUID.class)).single());
    }

    /** Lets one at a time ask for evaluations of a candidate, until the transaction ends: when two click together, the second finds the first's. */
    void lock(CandidateId candidate) {
        AdvisoryLock.EVALUATION.take(jdbc, candidate.value());
    }

    /** The evaluation that waits or goes on and is to measure the very same. */
    Optional<EvaluationId> unfinished(CandidateId candidate, DatasetId dataset, EvaluationSettings settings) {
        return jdbc.sql("select id from evaluation where candidate_id = ? and dataset_id = ? and settings = ?::jsonb"
                        + " and status in ('QUEUED', 'RUNNING') and not cancel_requested order by requested_at limit 1")
                .params(candidate.value(), dataset.value(), json.writeValueAsString(settings))
                .query((row, number) -> new EvaluationId(row.getObject(1, UUID.class))).optional();
    }

    EvaluationView get(EvaluationId id) {
        return jdbc.sql(SELECT + "where id = ?").param(id.value()).query(this::view).optional().orElseThrow(() -> new NotFound("evaluation"));
    }

    Page<EvaluationView> list(@Nullable TaskId task, @Nullable String cursor) {
        Cursor from = Cursor.parse(cursor);
        UUID only = task == null ? null : task.value();
        List<EvaluationView> rows = jdbc.sql(SELECT + "where (?::uuid is null or task_id = ?::uuid) and (requested_at, id) < (?, ?)"
                        + " order by requested_at desc, id desc limit ?")
                .param(only).param(only).param(from.at().atOffset(ZoneOffset.UTC)).param(from.id()).param(PAGE + 1).query(this::view).list();
        return Page.of(rows, PAGE, row -> new Cursor(row.requestedAt(), row.id().value()));
    }

    List<EvaluationView> byTask(TaskId task) {
        return jdbc.sql(SELECT + "where task_id = ? order by requested_at desc, id desc limit 100").param(task.value()).query(this::view).list();
    }

    void begin(EvaluationId id, boolean incumbentAsked, Instant now) {
        jdbc.sql("update evaluation set status = 'RUNNING', incumbent_asked = ?, started_at = ? where id = ? and status = 'QUEUED'")
                .params(incumbentAsked, now.atOffset(ZoneOffset.UTC), id.value()).update();
    }

    void progress(EvaluationId id, int done) {
        jdbc.sql("update evaluation set done = ? where id = ?").params(done, id.value()).update();
    }

    void requestCancel(EvaluationId id) {
        jdbc.sql("update evaluation set cancel_requested = true where id = ?").param(id.value()).update();
    }

    /** Ends an evaluation that has not ended; whether it had not. */
    boolean end(EvaluationId id, EvaluationStatus status, @Nullable String failure, @Nullable BigDecimal cost, Instant now) {
        return jdbc.sql("update evaluation set status = ?, failure = ?, cost = ?, finished_at = ? where id = ? and status in ('QUEUED', 'RUNNING')")
                .param(status.name()).param(failure).param(cost).param(now.atOffset(ZoneOffset.UTC)).param(id.value()).update() > 0;
    }

    void conclude(EvaluationId id, Verdict verdict, JsonNode report, byte[] hash) {
        jdbc.sql("update evaluation set verdict = ?, report = ?::jsonb, report_hash = ? where id = ?")
                .param(verdict.name()).param(report.toString()).param(hash).param(id.value()).update();
    }

    private EvaluationView view(ResultSet row, int number) throws SQLException {
        String verdict = row.getString("verdict");
        String report = row.getString("report");
        byte[] hash = row.getBytes("report_hash");
        return new EvaluationView(new EvaluationId(row.getObject("id", UUID.class)), new TaskId(row.getObject("task_id", UUID.class)),
                new DatasetId(row.getObject("dataset_id", UUID.class)), new CandidateId(row.getObject("candidate_id", UUID.class)),
                EvaluationStatus.valueOf(row.getString("status")), row.getBoolean("cancel_requested"), row.getInt("done"), row.getInt("total"),
                row.getString("metric"), json.readValue(row.getString("settings"), EvaluationSettings.class),
                row.getObject("incumbent_asked", Boolean.class),
                verdict == null ? null : Verdict.valueOf(verdict), report == null ? null : json.readTree(report),
                hash == null ? null : HexFormat.of().formatHex(hash), row.getBigDecimal("cost"), row.getString("failure"),
                row.getString("requested_by_name"), row.getObject("requested_at", OffsetDateTime.class).toInstant(),
                NullableInstant.of(row, "started_at"), NullableInstant.of(row, "finished_at"));
    }
}
