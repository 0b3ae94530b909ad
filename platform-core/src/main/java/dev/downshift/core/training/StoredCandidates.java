package dev.downshift.core.training;

import dev.downshift.core.NotFound;
import dev.downshift.core.datasets.DatasetId;
import dev.downshift.core.tasks.TaskId;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Candidates from their table, only those whose export answers like the trained model. */
@Service
@Transactional(readOnly = true)
class StoredCandidates implements Candidates {

    private static final String SELECT = """
            select c.id, c.task_id, c.training_run_id, r.dataset_id, c.name, c.base_model, c.created_at, a.directory, a.gguf_file, a.gguf_bytes,
                a.base_hash, a.adapter_hash, a.gguf_hash, a.golden_total
            from candidate c join adapter a on a.organization_id = c.organization_id and a.id = c.adapter_id
                join training_run r on r.organization_id = c.organization_id and r.id = c.training_run_id
            where a.golden_equal = a.golden_total
            """;

    private final JdbcClient jdbc;

    StoredCandidates(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public CandidateView get(CandidateId id) {
        return jdbc.sql(SELECT + "and c.id = ?")
                .param(id.value())
                .query(StoredCandidates::view)
                .optional()
                .orElseThrow(() -> new NotFound("candidate"));
    }

    @Override
    public List<CandidateView> byTask(TaskId task) {
        return jdbc.sql(SELECT + "and c.task_id = ? order by c.created_at desc, c.id desc")
                .param(task.value())
                .query(StoredCandidates::view)
                .list();
    }

    @Override
    public List<CandidateView> newest(int limit) {
        return jdbc.sql(SELECT + "order by c.created_at desc, c.id desc limit ?").param(limit).query(StoredCandidates::view).list();
    }

    private static CandidateView view(ResultSet row, int number) throws SQLException {
        HexFormat hex = HexFormat.of();
        Path directory = Path.of(row.getString("directory"));
        return new CandidateView(
                new CandidateId(row.getObject("id", UUID.class)),
                new TaskId(row.getObject("task_id", UUID.class)),
                new TrainingRunId(row.getObject("training_run_id", UUID.class)),
                new DatasetId(row.getObject("dataset_id", UUID.class)),
                row.getString("name"),
                row.getString("base_model"),
                directory,
                directory.resolve(row.getString("gguf_file")),
                row.getLong("gguf_bytes"),
                hex.formatHex(row.getBytes("base_hash")),
                hex.formatHex(row.getBytes("adapter_hash")),
                hex.formatHex(row.getBytes("gguf_hash")),
                row.getInt("golden_total"),
                TrainingRows.at(row, "created_at"));
    }
}
