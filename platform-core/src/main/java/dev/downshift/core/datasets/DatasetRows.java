package dev.downshift.core.datasets;

import dev.downshift.core.AdvisoryLock;
import dev.downshift.core.Cursor;
import dev.downshift.core.NotFound;
import dev.downshift.core.Page;
import dev.downshift.core.Sha256;
import dev.downshift.core.intake.CallId;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.engine.evaluation.OutputShape;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes the tables {@code dataset} and {@code dataset_example}. */
@Component
class DatasetRows {

    private static final int PAGE = 50;
    private static final String COLUMNS = "select id, task_id, task_version, name, output_shape, train, validation, test, duplicates_dropped,"
            + " manifest, content_hash, created_by_name, created_at from dataset ";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    DatasetRows(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** A row of {@code dataset_example} before it is written; the hash in hexadecimal. */
    record Row(Split split, CallId call, String conversation, String hash, String body) {}

    DatasetId insert(DatasetView dataset) {
        UUID id = jdbc.sql("""
                insert into dataset (organization_id, task_id, task_version, name, output_shape, train, validation, test, duplicates_dropped,
                                     manifest, content_hash, created_by_name)
                values (current_organization(), ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?) returning id""")
                .params(dataset.task().value(), dataset.taskVersion(), dataset.name(), dataset.shape().name(), dataset.train(),
                        dataset.validation(), dataset.test(), dataset.duplicatesDropped(), dataset.manifest().toString(),
                        Sha256.bytes(dataset.contentHash()), dataset.createdBy())
                .query((row, number) -> row.getObject(1, UUID.class)).single();
        return new DatasetId(id);
    }

    void insertExamples(DatasetId dataset, int firstOrdinal, List<Row> rows) {
        int count = rows.size();
        Integer[] ordinals = new Integer[count];
        String[] splits = new String[count];
        UUID[] calls = new UUID[count];
        String[] conversations = new String[count];
        String[] hashes = new String[count];
        String[] bodies = new String[count];
        for (int index = 0; index < count; index++) {
            Row row = rows.get(index);
            ordinals[index] = firstOrdinal + index;
            splits[index] = row.split().name();
            calls[index] = row.call().value();
            conversations[index] = row.conversation();
            hashes[index] = row.hash();
            bodies[index] = row.body();
        }
        jdbc.sql("""
                insert into dataset_example (organization_id, dataset_id, ordinal, split, call_id, conversation, example_hash, body)
                select current_organization(), ?, ordinal, split, call, conversation, decode(hash, 'hex'), body::jsonb
                from unnest(?::int[], ?::text[], ?::uuid[], ?::text[], ?::text[], ?::text[]) as r(ordinal, split, call, conversation, hash, body)""")
                .param(dataset.value()).param(ordinals).param(splits).param(calls).param(conversations).param(hashes).param(bodies).update();
    }

    DatasetView get(DatasetId id) {
        return jdbc.sql(COLUMNS + "where id = ?").param(id.value()).query(this::view).optional().orElseThrow(() -> new NotFound("dataset"));
    }

    /** Lets one at a time freeze a task, until the transaction ends: when two click together, the second finds what the first wrote. */
    void lock(TaskId task) {
        AdvisoryLock.FREEZING.take(jdbc, task.value());
    }

    Optional<DatasetView> sameContent(TaskId task, byte[] contentHash) {
        return jdbc.sql(COLUMNS + "where task_id = ? and content_hash = ? order by created_at, id limit 1").param(task.value()).param(contentHash).query(this::view).optional();
    }

    int countOf(TaskId task) {
        return jdbc.sql("select count(*) from dataset where task_id = ?").param(task.value()).query((row, number) -> row.getInt(1)).single();
    }

    Page<DatasetView> list(@Nullable TaskId task, @Nullable String cursor) {
        Cursor from = Cursor.parse(cursor);
        List<DatasetView> rows = jdbc.sql(COLUMNS + "where (?::uuid is null or task_id = ?::uuid) and (created_at, id) < (?::timestamptz, ?)"
                        + " order by created_at desc, id desc limit ?")
                .param(task == null ? null : task.value()).param(task == null ? null : task.value()).param(from.at().toString())
                .param(from.id()).param(PAGE + 1).query(this::view).list();
        return Page.of(rows, PAGE, dataset -> new Cursor(dataset.createdAt(), dataset.id().value()));
    }

    List<Example> examples(DatasetId id, Split split, long afterOrdinal, int limit) {
        return jdbc.sql("select ordinal, call_id, body from dataset_example where dataset_id = ? and split = ? and ordinal > ?"
                        + " order by ordinal limit ?")
                .params(id.value(), split.name(), afterOrdinal, limit).query(this::example).list();
    }

    List<Example> examples(DatasetId id, List<Integer> ordinals) {
        return jdbc.sql("select ordinal, call_id, body from dataset_example where dataset_id = ? and ordinal = any(?) order by ordinal")
                .param(id.value()).param(ordinals.toArray(Integer[]::new)).query(this::example).list();
    }

    Datasets.Sizes sizes(DatasetId id, Split split) {
        return jdbc.sql("""
                select coalesce(avg(size), 0), coalesce(max(size), 0), coalesce(bool_or(tools), false)
                from (select length((body - 'parameters')::text) as size, coalesce(body -> 'tools', '[]') <> '[]' as tools
                      from dataset_example where dataset_id = ? and split = ?) example""")
                .param(id.value()).param(split.name())
                .query((row, number) -> new Datasets.Sizes(Math.round(row.getDouble(1)), row.getLong(2), row.getBoolean(3))).single();
    }

    private DatasetView view(ResultSet row, int number) throws SQLException {
        return new DatasetView(new DatasetId(row.getObject("id", UUID.class)), new TaskId(row.getObject("task_id", UUID.class)),
                row.getInt("task_version"), row.getString("name"), OutputShape.valueOf(row.getString("output_shape")), row.getInt("train"),
                row.getInt("validation"), row.getInt("test"), row.getInt("duplicates_dropped"), json.readTree(row.getString("manifest")),
                Sha256.hex(row.getBytes("content_hash")), row.getString("created_by_name"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private Example example(ResultSet row, int number) throws SQLException {
        JsonNode body = json.readTree(row.getString("body"));
        return new Example(row.getInt("ordinal"), new CallId(row.getObject("call_id", UUID.class)), body.path("model").stringValue(null), list(body.path("messages")),
                list(body.path("tools")), body.path("answer"), body.path("parameters") instanceof ObjectNode object ? object : json.createObjectNode());
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        return items;
    }
}
