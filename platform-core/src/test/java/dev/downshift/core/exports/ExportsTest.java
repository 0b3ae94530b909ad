package dev.downshift.core.exports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downshift.core.AccessDenied;
import dev.downshift.core.CoreTest;
import dev.downshift.core.InvalidInput;
import dev.downshift.core.NotFound;
import dev.downshift.core.Organizations;
import dev.downshift.core.audit.AuditEntry;
import dev.downshift.core.audit.AuditTrail;
import dev.downshift.core.intake.CallFilter;
import dev.downshift.core.intake.Calls;
import dev.downshift.core.intake.Ingest;
import dev.downshift.core.intake.Ingesting;
import dev.downshift.core.intake.StoredCall;
import dev.downshift.core.intake.UploadView;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.Role;
import dev.downshift.engine.traces.CanonicalJson;
import dev.downshift.engine.traces.ExportFormat;
import dev.downshift.engine.traces.LlmCall;
import dev.downshift.engine.traces.RejectedRecord;
import dev.downshift.engine.traces.TraceReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

@CoreTest
class ExportsTest {

    /** Samples that the readers are held to; what none of them holds is a person's data. */
    private static final List<String> SAMPLES = List.of("chat-completions/proxy", "chat-completions/reasoning", "anthropic-messages/proxy", "openai-responses/proxy",
            "gemini/proxy", "bedrock/proxy", "ollama/proxy", "conversations/agent", "conversations/sharegpt", "langfuse/observations",
            "opentelemetry/collector", "tensorzero/rows", "prompts/tables");
    private static final String PERSONAL = """
            {"timestamp":"2026-01-31T12:00:00.123456Z","user":"u-17","request":{"model":"gpt-4o","messages":[{"role":"system","content":"You answer Ada Lovelace."},\
            {"role":"user","content":"I am Ada Lovelace, ada.lovelace@example.com."}]},\
            "response":{"id":"chatcmpl-of-a-person-1","choices":[{"message":{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function",\
            "function":{"name":"mail","arguments":"{\\"to\\": \\"ada.lovelace@example.com\\", \\"key\\": \\"sk-proj-abcdefghijklmnopqrstuvwxyz0123456789\\"}"}}]}}],\
            "usage":{"prompt_tokens":50,"completion_tokens":9}},"latency_ms":812}
            {"request":{"messages":[{"role":"user","content":"Mail to grace@example.org"}]},"error":{"status":429,"code":"rate_limit","message":"Wait, grace@example.org"}}
            """;

    /** Surrogates of numbers and secrets are other ones under another organization's key, also those of surrogates. */
    private static final String NUMBERS = """
            {"user":"u-17","request":{"model":"gpt-4o","messages":[{"role":"user","content":"+49 30 901820, 4111 1111 1111 1111, DE89 3704 0044 0532 0130 00, 203.0.113.7"}]},"response":"Noted.","api_key":"sk-9f8Jd72mQzX0vLw3RtYp"}
            """;

    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired Uploads uploads;
    @Autowired Calls calls;
    @Autowired Ingest ingest;
    @Autowired Exports exports;
    @Autowired AuditTrail audit;
    @Autowired TransactionOperations transactions;

    @ParameterizedTest
    @EnumSource
    void whatOneOrganizationTakesOutAnotherTakesIn(ExportFormat format) throws IOException {
        Taken taken = Actor.call(someone(Role.ENGINEER), () -> {
            UploadView upload = ingesting().uploadAndRead("mixed.jsonl", mixed());
            assertThat(upload.rejected()).isZero();
            assertThat(upload.findings()).isPositive();
            return new Taken(texts(), written(exports.calls(CallFilter.ALL, format), false));
        });

        Actor.call(someone(Role.ENGINEER), () -> {
            UploadView upload = ingesting().uploadAndRead("exported", taken.file.toByteArray());

            assertThat(upload.rejected()).isZero();
            assertThat(texts()).containsExactlyElementsOf(taken.texts);
            return true;
        });
    }

    private record Taken(List<String> texts, ByteArrayOutputStream file) {}

    @Test
    void whatAnOrganizationTakesOutItCanTakeInAgain() throws IOException {
        Actor.call(someone(Role.ENGINEER), () -> {
            ingesting().uploadAndRead("numbers.jsonl", NUMBERS.getBytes(StandardCharsets.UTF_8));
            List<String> before = texts();

            ingesting().uploadAndRead("exported.jsonl", bytes(exports.calls(CallFilter.ALL, ExportFormat.JSONL), false));

            assertThat(texts()).hasSizeGreaterThan(1).containsOnly(before.getFirst());
            return true;
        });
    }

    @Test
    void onlyWhatMatchesIsTakenOut() throws IOException {
        Actor.call(someone(Role.ENGINEER), () -> {
            UploadView first = ingesting().uploadAndRead("a.jsonl", PERSONAL.getBytes(StandardCharsets.UTF_8));
            ingesting().uploadAndRead("b.jsonl", "{\"prompt\":\"Hi\",\"response\":\"Ho\"}".getBytes(StandardCharsets.UTF_8));

            Export export = exports.calls(CallFilter.of(first.id()), ExportFormat.JSONL);

            assertThat(export.fileName()).isEqualTo("calls.jsonl");
            assertThat(read(bytes(export, false))).hasSize(2);
            assertThat(read(new GZIPInputStream(new ByteArrayInputStream(bytes(export, true))).readAllBytes())).hasSize(2);
            return true;
        });
    }

    @Test
    void whatIsKnownOfACallStandsBesideIt() throws IOException {
        Actor.call(someone(Role.ENGINEER), () -> {
            ingesting().uploadAndRead("a.jsonl", PERSONAL.getBytes(StandardCharsets.UTF_8));
            StoredCall first = calls.stream().filter(call -> call.cost() != null).findFirst().orElseThrow();

            String file = new String(bytes(exports.calls(CallFilter.of(List.of(first.id())), ExportFormat.JSONL), false), StandardCharsets.UTF_8);

            assertThat(file).contains("\"notes\":{\"cost\":" + Objects.requireNonNull(first.cost()).stripTrailingZeros().toPlainString() + ",\"id\":\"" + first.id() + "\",\"weight\":1}");
            return true;
        });
    }

    @Test
    void aTableIsReadByPyarrow(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("calls.parquet");
        Actor.call(someone(Role.ENGINEER), () -> {
            ingesting().uploadAndRead("a.jsonl", PERSONAL.getBytes(StandardCharsets.UTF_8));
            return Files.write(file, bytes(exports.calls(CallFilter.ALL, ExportFormat.PARQUET), false));
        });
        String interpreter = System.getenv("DOWNSHIFT_PYTHON");

        Process python = new ProcessBuilder(interpreter == null ? "../.downshift/python/bin/python" : interpreter, "-c", """
                import json, sys, pyarrow.parquet
                table = pyarrow.parquet.read_table(sys.argv[1])
                row = next(row for row in table.to_pylist() if row["model"])
                print(table.num_rows, table.schema.field("occurred_at").type, row["occurred_at"].isoformat(), row["prompt_tokens"], row["latency_ms"], row["weight"],
                      len(json.loads(row["messages"])), json.loads(row["response"])["tool_calls"][0]["name"])
                """, file.toString()).redirectErrorStream(true).start();
        String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(python.waitFor()).as(said).isZero();
        assertThat(said.strip()).isEqualTo("2 timestamp[us, tz=UTC] 2026-01-31T12:00:00.123456+00:00 50 812.0 1 2 mail");
    }

    @Test
    void theAuditChainSaysWhoTookWhatOut() throws IOException {
        Actor viewer = someone(Role.VIEWER);
        Actor.call(viewer, () -> {
            exports.calls(CallFilter.ALL, ExportFormat.PARQUET);

            AuditEntry entry = audit.list(new AuditTrail.Filter("calls.exported", null, null, null), null).items().getFirst();

            assertThat(entry.actorName()).isEqualTo(viewer.name());
            assertThat(entry.details()).isEqualTo(JsonMapper.shared().readTree("{\"calls\":0,\"filtered\":false,\"format\":\"parquet\"}"));
            return true;
        });
    }

    @Test
    void whoMayNotLookMayNotTakeOut() {
        Actor viewer = someone(Role.VIEWER);
        Actor sender = new Actor(viewer.kind(), viewer.id(), viewer.person(), viewer.name(), viewer.organization(), Set.of());

        Actor.run(sender, () -> assertThatThrownBy(() -> exports.calls(CallFilter.ALL, ExportFormat.JSONL)).isInstanceOf(AccessDenied.class));
    }

    @Test
    void whatIsNotThereIsMissing() {
        Actor.run(someone(Role.VIEWER), () -> {
            assertThatThrownBy(() -> exports.task(new TaskId(UUID.randomUUID()), ExportFormat.JSONL)).isInstanceOf(NotFound.class);
            assertThatThrownBy(() -> Exports.format("xml")).isInstanceOf(InvalidInput.class);
        });
    }

    private Actor someone(Role role) {
        Organizations organizations = new Organizations(onboarding, members);
        return organizations.member(organizations.create(), role);
    }

    private Ingesting ingesting() {
        return new Ingesting(uploads, ingest, transactions);
    }

    private static byte[] mixed() throws IOException {
        ByteArrayOutputStream mixed = new ByteArrayOutputStream();
        for (String sample : SAMPLES) {
            try (InputStream file = LlmCall.class.getResourceAsStream("formats/" + sample + ".jsonl")) {
                mixed.writeBytes(Objects.requireNonNull(file, sample).readAllBytes());
                mixed.write('\n');
            }
        }
        mixed.writeBytes(PERSONAL.getBytes(StandardCharsets.UTF_8));
        return mixed.toByteArray();
    }

    /** The stored calls in the order of their texts, without what each upload has of its own. */
    private List<String> texts() {
        return calls.stream().map(stored -> CanonicalJson.text(ExportedCalls.of(stored, null).call()).replaceFirst("\\{\"position\":\\{[^}]*},", "{")).sorted().toList();
    }

    private static byte[] bytes(Export export, boolean gzip) throws IOException {
        return written(export, gzip).toByteArray();
    }

    private static ByteArrayOutputStream written(Export export, boolean gzip) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        export.writeTo(bytes, gzip);
        return bytes;
    }

    private static List<LlmCall> read(byte[] file) throws IOException {
        List<LlmCall> read = new ArrayList<>();
        TraceReader.standard(Instant.now()).read(new ByteArrayInputStream(file), 0, new TraceReader.Sink() {
            @Override
            public void call(LlmCall call) {
                read.add(call);
            }

            @Override
            public void rejected(RejectedRecord record) {
                throw new AssertionError(record);
            }
        });
        return read;
    }
}
