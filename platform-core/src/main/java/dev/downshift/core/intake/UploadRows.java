package dev.downshift.core.intake;

import dev.downshift.core.NotFound;
import dev.downshift.core.NullableInstant;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads rows of the table {@code upload}. */
final class UploadRows {

    static final String SELECT = """
            select id, file_name, byte_count, source, status, format, chosen_format, records, calls, known, completed, rejected, findings, bytes_read, failure,
                   cancel_requested, created_by_name, created_at, started_at, finished_at, blob_key is not null as raw_kept,
                   coalesce(sample_one_in, 1) as one_in, sampled_out, removed
            from upload""";

    private UploadRows() {}

    static UploadView get(JdbcClient jdbc, UploadId id) {
        return jdbc.sql(SELECT + " where id = ?").param(id.value()).query(UploadRows::view).optional()
                .orElseThrow(() -> new NotFound("upload"));
    }

    static UploadView view(ResultSet row, int number) throws SQLException {
        return new UploadView(new UploadId(row.getObject("id", UUID.class)), row.getString("file_name"), row.getLong("byte_count"),
                Upload.Source.valueOf(row.getString("source")), Upload.Status.valueOf(row.getString("status")), row.getString("format"),
                UploadWishes.format(row.getString("chosen_format")),
                row.getLong("records"), row.getLong("calls"), row.getLong("known"), row.getLong("completed"), row.getLong("rejected"), row.getLong("findings"), row.getLong("bytes_read"),
                row.getString("failure"), row.getBoolean("cancel_requested"), row.getString("created_by_name"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(), NullableInstant.of(row, "started_at"), NullableInstant.of(row, "finished_at"),
                row.getBoolean("raw_kept"), row.getInt("one_in"), row.getLong("sampled_out"), row.getLong("removed"));
    }
}
