package dev.downshift.core.training;

import dev.downshift.core.AdvisoryLock;
import dev.downshift.core.Cursor;
import dev.downshift.core.NotFound;
import dev.downshift.core.NullableInstant;
import dev.downshift.core.Page;
import dev.downshift.core.datasets.DatasetId;
import dev.downshift.core.tasks.TaskId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Runs as they are shown. */
@Component
class TrainingRows {

    private static final int PAGE = 50;
    private static final String SELECT = """
            select r.*, c.id as candidate_id from training_run r
            left join candidate c on c.organization_id = r.organization_id and c.training_run_id = r.id
            """;

    private final JdbcClient jdbc;

    TrainingRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    TrainingRunView get(TrainingRunId id) {
        return jdbc.sql(SELECT + "where r.id = ?")
                .param(id.value())
                .query(TrainingRows::view)
                .optional()
                .orElseThrow(() -> new NotFound("training run"));
    }

    /** Lets one at a time ask for runs on a dataset, until the transaction ends: when two click together, the second finds the first's run. */
    void lock(DatasetId dataset) {
        AdvisoryLock.TRAINING.take(jdbc, dataset.value());
    }

    /** The run that waits or goes on and is to do the very same. */
    Optional<TrainingRunId> unfinished(DatasetId dataset, String baseModel, String specification) {
        return jdbc.sql("""
                        select id from training_run where dataset_id = ? and base_model = ? and specification = ?::jsonb
                        and status not in ('SUCCEEDED', 'FAILED', 'CANCELLED') and not cancel_requested order by requested_at limit 1""")
                .params(dataset.value(), baseModel, specification)
                .query((row, number) -> new TrainingRunId(row.getObject(1, UUID.class)))
                .optional();
    }

    Page<TrainingRunView> list(@Nullable TaskId task, @Nullable String cursor) {
        Cursor after = Cursor.parse(cursor);
        List<TrainingRunView> rows = jdbc.sql(SELECT + """
                        where (r.requested_at, r.id) < (?, ?) and (?::uuid is null or r.task_id = ?::uuid)
                        order by r.requested_at desc, r.id desc limit ?""")
                .param(after.at().atOffset(ZoneOffset.UTC))
                .param(after.id())
                .param(task == null ? null : task.value())
                .param(task == null ? null : task.value())
                .param(PAGE + 1)
                .query(TrainingRows::view)
                .list();
        return Page.of(rows, PAGE, row -> new Cursor(row.requestedAt(), row.id().value()));
    }

    List<TrainingEvent> events(TrainingRunId id, long after) {
        return jdbc.sql("""
                        select * from training_event where training_run_id = ? and ordinal > ? order by ordinal limit 1000""")
                .params(id.value(), after)
                .query((row, i) -> new TrainingEvent(row.getLong("ordinal"), at(row, "occurred_at"),
                        TrainingEvent.Kind.valueOf(row.getString("kind")), row.getObject("step", Integer.class),
                        row.getObject("loss", Double.class), row.getObject("tokens_per_second", Double.class), row.getString("text")))
                .list();
    }

    long lastEvent(TrainingRunId id) {
        return jdbc.sql("select coalesce(max(ordinal), 0) from training_event where training_run_id = ?")
                .param(id.value())
                .query((row, i) -> row.getLong(1))
                .single();
    }

    private static TrainingRunView view(ResultSet row, int number) throws SQLException {
        Specification specification = Specification.parse(row.getString("specification"));
        UUID candidate = row.getObject("candidate_id", UUID.class);
        return new TrainingRunView(
                new TrainingRunId(row.getObject("id", UUID.class)),
                new TaskId(row.getObject("task_id", UUID.class)),
                specification.taskName(),
                new DatasetId(row.getObject("dataset_id", UUID.class)),
                specification.datasetName(),
                row.getString("base_model"),
                specification.settings(),
                TrainingStatus.valueOf(row.getString("status")),
                row.getBoolean("cancel_requested"),
                row.getInt("step"),
                row.getObject("total_steps", Integer.class),
                row.getObject("loss", Double.class),
                row.getObject("tokens_per_second", Double.class),
                row.getObject("eta_seconds", Integer.class),
                row.getInt("estimated_seconds"),
                row.getBigDecimal("estimated_cost"),
                row.getBigDecimal("cost"),
                row.getString("device"),
                row.getString("failure"),
                row.getString("requested_by_name"),
                at(row, "requested_at"),
                NullableInstant.of(row, "started_at"),
                NullableInstant.of(row, "finished_at"),
                candidate == null ? null : new CandidateId(candidate));
    }

    static Instant at(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
