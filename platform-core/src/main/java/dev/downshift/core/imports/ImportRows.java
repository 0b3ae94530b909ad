package dev.downshift.core.imports;

import dev.downshift.core.NotFound;
import dev.downshift.core.NullableInstant;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Reads rows of the tables {@code trace_import} and {@code import_run}. */
@Component
class ImportRows {

    static final String RUN = """
            select id as run_id, import_id, status, requested_by_name, requested_at, started_at, finished_at, pages, files, known_files, skipped_files, bytes, more,
                   failure, remedy from import_run""";
    private static final String SELECT = """
            select i.id, i.name, i.source, i.encrypted_credential is not null as has_credential, i.schedule, i.paused, i.since, i.watermark,
                   i.changed_by_name, i.created_at, i.changed_at, s.due_at, r.*
            from trace_import i left join import_schedule s on s.import_id = i.id
            left join lateral (
            """ + RUN + " where import_id = i.id order by requested_at desc, id desc limit 1) r on true";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    ImportRows(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** A row as only this module sees it. */
    @SuppressWarnings("ArrayRecordComponent")
    record Kept(ImportView view, byte @Nullable [] credential, byte @Nullable [] position, int version) {}

    List<ImportView> list() {
        return jdbc.sql(SELECT + " order by lower(i.name), i.id").query(this::view).list();
    }

    ImportView get(ImportId id) {
        return find(id).orElseThrow(() -> new NotFound("import"));
    }

    Optional<ImportView> find(ImportId id) {
        return jdbc.sql(SELECT + " where i.id = ?").param(id.value()).query(this::view).optional();
    }

    Kept kept(ImportId id) {
        ImportView view = get(id);
        return jdbc.sql("select encrypted_credential, position, version from trace_import where id = ?").param(id.value())
                .query((row, number) -> new Kept(view, row.getBytes(1), row.getBytes(2), row.getInt(3))).single();
    }

    static ImportRunView run(ResultSet row, int number) throws SQLException {
        return new ImportRunView(new ImportRunId(row.getObject("run_id", UUID.class)), new ImportId(row.getObject("import_id", UUID.class)),
                ImportRunView.Status.valueOf(row.getString("status")), row.getString("requested_by_name"), row.getObject("requested_at", OffsetDateTime.class).toInstant(), NullableInstant.of(row, "started_at"),
                NullableInstant.of(row, "finished_at"), row.getInt("pages"), row.getInt("files"), row.getInt("known_files"), row.getInt("skipped_files"),
                row.getLong("bytes"), row.getBoolean("more"), row.getString("failure"), row.getString("remedy"));
    }

    private ImportView view(ResultSet row, int number) throws SQLException {
        boolean paused = row.getBoolean("paused");
        return new ImportView(new ImportId(row.getObject("id", UUID.class)), row.getString("name"), json.readValue(row.getString("source"), Source.class),
                row.getBoolean("has_credential"), Schedule.valueOf(row.getString("schedule")), paused, NullableInstant.of(row, "since"), NullableInstant.of(row, "watermark"),
                paused ? null : NullableInstant.of(row, "due_at"), row.getString("changed_by_name"), row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("changed_at", OffsetDateTime.class).toInstant(), row.getObject("run_id") == null ? null : run(row, number));
    }
}
