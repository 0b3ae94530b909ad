package dev.downshift.core.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.CoreTest;
import dev.downshift.core.DownshiftHome;
import dev.downshift.core.Organizations;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What stands in a trace in the clear stands in no column of no table afterwards, in no line of the log and in no file. */
@CoreTest
@ExtendWith(OutputCaptureExtension.class)
class PlainValuesTest {

    private static final List<String> PERSONAL = List.of(
            "ada.lovelace@example.org", "4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00", "203.0.113.77",
            "sk-proj-Q8vJ2mX4tR7wB1nK5zL9cF3hD6gS0aYp", "+49 30 901820", "https://ada:hunter2secret@intranet.example.org/x");

    private static final int LARGEST = 64 << 20;

    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired Uploads uploads;
    @Autowired Calls calls;
    @Autowired Ingest ingest;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;

    @Autowired DownshiftHome home;

    private record Column(String table, String name) {}

    @Test
    void noColumnHoldsAPlainValue() throws IOException {
        Organizations organizations = new Organizations(onboarding, members);
        Actor engineer = organizations.member(organizations.create(), Role.ENGINEER);
        UploadView upload = Actor.call(engineer, () -> new Ingesting(uploads, ingest, transactions).uploadAndRead("log.jsonl", log(PERSONAL)));

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

    /** The address is of this test's own run, for other processes leave temporary files too. */
    @Test
    void neitherTheLogNorAFileHoldsAPlainValue(CapturedOutput output) throws IOException {
        String own = "someone-" + UUID.randomUUID().toString().substring(24) + "@corp.com";
        List<String> values = new ArrayList<>(PERSONAL);
        values.add(own);
        Organizations organizations = new Organizations(onboarding, members);
        Actor engineer = organizations.member(organizations.create(), Role.ENGINEER);
        FileTime before = FileTime.from(Instant.now().minusSeconds(1));
        byte[] bad = ("{\"request\": \"" + own + "\n").getBytes(StandardCharsets.UTF_8);

        UploadView upload = Actor.call(engineer, () -> new Ingesting(uploads, ingest, transactions).uploadAndRead("log.jsonl", joined(log(values), bad)));

        assertThat(upload.calls()).isEqualTo(values.size());
        assertThat(upload.rejected()).isOne();
        assertThat(values).noneMatch(output.getAll()::contains);
        List<Path> written = written(home.path(), Integer.MAX_VALUE, before);
        assertThat(written).as("the encrypted file").isNotEmpty();
        written.addAll(written(Path.of(System.getProperty("java.io.tmpdir")), 2, before));
        for (Path file : written) {
            assertThat(text(file)).as("%s", file).doesNotContain(own);
        }
    }

    private static List<Path> written(Path folder, int depth, FileTime since) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(folder, Set.of(), depth, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && attributes.size() < LARGEST && attributes.lastModifiedTime().compareTo(since) >= 0 && Files.isReadable(file)) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path gone, IOException why) {
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    /** Nothing of what is gone by now. */
    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException gone) {
            return "";
        }
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
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
    private static byte[] log(List<String> values) {
        StringBuilder lines = new StringBuilder();
        for (String value : values) {
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
