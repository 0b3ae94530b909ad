package dev.downshift.core.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downshift.core.Conflict;
import dev.downshift.core.CoreTest;
import dev.downshift.core.NotFound;
import dev.downshift.core.Organizations;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.Role;
import dev.downshift.engine.traces.LlmCall;
import dev.downshift.engine.traces.TraceFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Uploads that are looked at before they are read, read as another format, found and deleted. */
@CoreTest
class UploadChangesTest {

    private static final UploadWishes WAIT = new UploadWishes(null, true);

    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired Uploads uploads;
    @Autowired UploadPreviews previews;
    @Autowired Calls calls;
    @Autowired Ingest ingest;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;

    Actor engineer;

    @BeforeEach
    void anEngineer() {
        Organizations organizations = new Organizations(onboarding, members);
        OrganizationId organization = organizations.create();
        engineer = organizations.member(organization, Role.ENGINEER);
    }

    @Test
    void whatWaitsShowsWhatItIsAndStoresNothingUntilItIsRead() throws IOException {
        as(() -> {
            UploadId id = receive("a.jsonl", pairs(10), WAIT);

            assertThat(uploads.get(id).status()).isEqualTo(Upload.Status.WAITING);
            UploadPreview preview = previews.of(id, null);
            assertThat(preview.format()).isEqualTo(TraceFormat.PROMPTS);
            assertThat(preview.container()).containsExactly("JSON lines");
            assertThat(preview.calls()).hasSize(3);
            assertThat(text(preview.calls().getFirst())).contains("Number 0").doesNotContain("ada.secret");
            assertThat(preview.rejected()).isEmpty();
            assertThat(preview.whole()).isFalse();
            assertThat(count("select count(*) from message")).isZero();

            UploadView read = readAs(id, null);
            assertThat(read.calls()).isEqualTo(10);
            assertThat(read.status()).isEqualTo(Upload.Status.INGESTED);
            return null;
        });
    }

    @Test
    void aChosenFormatIsTriedBeforeAndKeptTo() throws IOException {
        as(() -> {
            UploadId id = receive("a.jsonl", pairs(4), WAIT);

            UploadPreview asSpans = previews.of(id, TraceFormat.OPENTELEMETRY);
            assertThat(asSpans.calls()).isEmpty();
            assertThat(asSpans.rejected()).hasSize(4).allSatisfy(bad -> assertThat(bad.reason()).contains("OpenTelemetry spans"));
            assertThat(asSpans.whole()).isTrue();

            UploadView wrong = readAs(id, TraceFormat.OPENTELEMETRY);
            assertThat(wrong.rejected()).isEqualTo(4);
            assertThat(wrong.chosenFormat()).isEqualTo(TraceFormat.OPENTELEMETRY);
            UploadView right = readAs(id, null);
            assertThat(right.calls()).isEqualTo(4);
            assertThat(right.rejected()).isZero();
            assertThat(right.records()).isEqualTo(4);
            assertThat(uploads.rejected(id, null).items()).isEmpty();
            UploadView again = readAs(id, TraceFormat.PROMPTS);
            assertThat(again.calls()).isEqualTo(4);
            assertThat(again.findings()).isEqualTo(right.findings());
            assertThat(calls.count(CallFilter.ALL)).isEqualTo(4);
            return null;
        });
    }

    @Test
    void whatIsBeingReadCannotBeReadAtTheSameTime() throws IOException {
        as(() -> {
            UploadId id = receive("a.jsonl", pairs(4), UploadWishes.NONE);
            assertThatThrownBy(() -> uploads.read(id, null)).isInstanceOf(Conflict.class);
            return null;
        });
    }

    @Test
    void aDeletedUploadTakesWhatOnlyItHeldAndNothingElse() throws IOException {
        as(() -> {
            UploadId gone = receive("gone.jsonl", pairs(6), UploadWishes.NONE);
            UploadId stays = receive("stays.jsonl", pairs(3) + "\n" + pairs(6).lines().skip(5).findFirst().orElseThrow().replace("Number 5", "Another"), UploadWishes.NONE);
            read(gone);
            read(stays);
            long messages = count("select count(*) from message");

            uploads.delete(gone);
            assertThat(uploads.get(gone).status()).isEqualTo(Upload.Status.DELETING);
            read(gone);

            assertThatThrownBy(() -> uploads.get(gone)).isInstanceOf(NotFound.class);
            assertThat(calls.count(CallFilter.ALL)).isEqualTo(4);
            assertThat(calls.stream(CallFilter.of(stays))).hasSize(4);
            assertThat(count("select count(*) from message")).isEqualTo(messages - 3);
            assertThat(count("select count(*) from rejected_record")).isZero();
            assertThat(uploads.list(null).items()).hasSize(1);
            return null;
        });
    }

    @Test
    void anUploadThatIsDeletedWhileItIsReadStopsAndGoes() throws IOException {
        as(() -> {
            UploadId id = receive("long.jsonl", pairs(1_200), UploadWishes.NONE);
            try (IngestRun run = ingest.open(id)) {
                store(run);
                uploads.delete(id);
                store(run);
                assertThat(run.next()).isNull();
            }
            ingest.finish(id);
            assertThat(uploads.get(id).status()).isEqualTo(Upload.Status.DELETING);
            read(id);

            assertThatThrownBy(() -> uploads.get(id)).isInstanceOf(NotFound.class);
            assertThat(count("select count(*) from llm_call") + count("select count(*) from message") + count("select count(*) from finding")).isZero();
            return null;
        });
    }

    @Test
    void uploadsAreFoundByNameAndStatus() throws IOException {
        as(() -> {
            receive("Night_1%.jsonl", pairs(1), WAIT);
            receive("day.jsonl", pairs(2), UploadWishes.NONE);

            assertThat(names(new UploadFilter("night_1%", null))).containsExactly("Night_1%.jsonl");
            assertThat(names(new UploadFilter("n%t", null))).isEmpty();
            assertThat(names(new UploadFilter(null, Upload.Status.QUEUED))).containsExactly("day.jsonl");
            assertThat(names(UploadFilter.ALL)).containsExactly("day.jsonl", "Night_1%.jsonl");
            return null;
        });
    }

    private List<String> names(UploadFilter filter) {
        return uploads.list(filter, null).items().stream().map(UploadView::fileName).toList();
    }

    private void store(IngestRun run) throws IOException {
        RecordBatch batch = Objects.requireNonNull(run.next());
        transactions.executeWithoutResult(status -> run.store(batch));
    }

    private UploadId receive(String name, String file, UploadWishes wishes) throws IOException {
        return uploads.receive(name, Upload.Source.WEB, wishes, new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8))).id();
    }

    private UploadView readAs(UploadId id, @org.jspecify.annotations.Nullable TraceFormat format) throws IOException {
        uploads.read(id, format);
        read(id);
        return uploads.get(id);
    }

    private void read(UploadId id) throws IOException {
        new Ingesting(uploads, ingest, transactions).read(id, Integer.MAX_VALUE);
        ingest.finish(id);
    }

    private static String text(LlmCall call) {
        return call.messages().getLast().text();
    }

    private static String pairs(int count) {
        return IntStream.range(0, count).mapToObj(number -> "{\"prompt\":\"Number %d from ada.secret%d@example.com\",\"response\":\"Ho\"}".formatted(number, number))
                .collect(Collectors.joining("\n"));
    }

    private long count(String sql) {
        return Objects.requireNonNull(transactions.execute(status -> jdbc.sql(sql).query((row, number) -> row.getLong(1)).single()));
    }

    private <T extends @org.jspecify.annotations.Nullable Object> T as(Callable<T> work) throws IOException {
        try {
            return Actor.call(engineer, work::call);
        } catch (IOException | RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }
}
