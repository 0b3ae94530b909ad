package dev.downshift.core.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.CoreTest;
import dev.downshift.core.Organizations;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What stands in a trace in the clear stands in no column of no table afterwards. */
@CoreTest
class PlainValuesTest {

    private static final List<String> PERSONAL = List.of(
            "ada.lovelace@example.org", "4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00", "203.0.113.77",
            "sk-proj-Q8vJ2mX4tR7wB1nK5zL9cF3hD6gS0aYp", "+49 30 901820", "https://ada:hunter2secret@intranet.example.org/x");

    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired Uploads uploads;
    @Autowired Calls calls;
    @Autowired Ingest ingest;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;

    private record Column(String table, String name) {}

    @Test
    void noColumnHoldsAPlainValue() throws IOException {
        Organizations organizations = new Organizations(onboarding, members);
        Actor engineer = organizations.member(organizations.create(), Role.ENGINEER);
        UploadView upload = Actor.call(engineer, () -> new Ingesting(uploads, ingest, transactions).uploadAndRead("log.jsonl", log()));

        assertThat(upload.calls()).isEqualTo(PERSONAL.size());
        assertThat(upload.findings()).isGreaterThanOrEqualTo(PERSONAL.size() * 3L);
        Actor.run(engineer, () -> {
            List<Column> columns = columns();
            assertThat(columns).hasSizeGreaterThan(100).contains(new Column("message", "body"), new Column("upload", "content_hash"), new Column("llm_call", "message_ids"));
            assertThat(occurrences(columns, "the marker that is no secret")).isNotEmpty();
            for (String value : PERSONAL) {
                assertThat(occurrences(columns, value)).as(value).isEmpty();
            }
            assertThat(occurrences(columns, "hunter2secret")).isEmpty();
        });
    }

    /** The columns that hold a text, as it is or as the bytes of its UTF-8. */
    private List<Column> occurrences(List<Column> columns, String value) {
        String json = JsonMapper.shared().writeValueAsString(value);
        String hex = HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_8));
        return Objects.requireNonNull(transactions.execute(status -> columns.stream()
                .filter(column -> jdbc.sql("select exists (select from \"%1$s\" where strpos(\"%2$s\"::text, ?) > 0 or strpos(\"%2$s\"::text, ?) > 0 or strpos(\"%2$s\"::text, ?) > 0)"
                                .formatted(column.table(), column.name()))
                        .params(value, json.substring(1, json.length() - 1), hex).query((row, number) -> row.getBoolean(1)).single())
                .toList()));
    }

    private List<Column> columns() {
        return Objects.requireNonNull(transactions.execute(status -> jdbc.sql("""
                        select k.relname, a.attname from pg_class k join pg_attribute a on a.attrelid = k.oid
                        where k.relnamespace = 'public'::regnamespace and k.relkind in ('r', 'p') and not k.relispartition and a.attnum > 0 and not a.attisdropped
                          and has_table_privilege(k.oid, 'select')""")
                .query((row, number) -> new Column(row.getString(1), row.getString(2))).list()));
    }

    /** Each value in the prompt, in a tool call's stringified JSON, in a tool's answer, in the metadata and in an error. */
    private static byte[] log() {
        StringBuilder lines = new StringBuilder();
        for (String value : PERSONAL) {
            JsonMapper json = JsonMapper.shared();
            ObjectNode line = json.createObjectNode().put("timestamp", 1_700_000_000);
            ObjectNode request = line.putObject("request").put("model", "gpt-4o").put("user", value);
            request.putArray("messages")
                    .add(json.createObjectNode().put("role", "system").put("content", "Sort the ticket; the marker that is no secret."))
                    .add(json.createObjectNode().put("role", "user").put("content", "Please write to " + value + " today"))
                    .add(json.createObjectNode().put("role", "assistant").put("content", "I asked " + value + " about it."));
            ObjectNode message = line.putObject("response").putArray("choices").addObject().put("finish_reason", "tool_calls").putObject("message")
                    .put("role", "assistant").putNull("content");
            message.putArray("tool_calls").addObject().put("id", "c1").put("type", "function").putObject("function").put("name", "mail")
                    .put("arguments", json.createObjectNode().put("to", value).toString());
            line.put("error", "bounced from " + value);
            line.putObject("metadata").putArray("contacts").add(value);
            lines.append(line).append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }
}
