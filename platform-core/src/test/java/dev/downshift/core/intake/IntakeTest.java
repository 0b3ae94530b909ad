package dev.downshift.core.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.downshift.core.AccessDenied;
import dev.downshift.core.CoreTest;
import dev.downshift.core.DownshiftHome;
import dev.downshift.core.NotFound;
import dev.downshift.core.Organizations;
import dev.downshift.core.Page;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.Role;
import dev.downshift.engine.traces.BadFiles;
import dev.downshift.engine.traces.Message;
import dev.downshift.engine.traces.RejectedRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@CoreTest
class IntakeTest {

    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired Uploads uploads;
    @Autowired Calls calls;
    @Autowired Ingest ingest;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;
    @Autowired DownshiftHome home;

    OrganizationId organization;
    Actor engineer;
    Ingesting ingesting;

    @BeforeEach
    void anEngineer() {
        Organizations organizations = new Organizations(onboarding, members);
        organization = organizations.create();
        engineer = organizations.member(organization, Role.ENGINEER);
        ingesting = new Ingesting(uploads, ingest, transactions);
    }

    @Test
    void anUploadBecomesCallsThatReadAsTheyWereWritten() throws IOException {
        as(() -> {
            UploadView upload = ingesting.uploadAndRead("night.jsonl", log(3, "the order"));

            assertThat(upload.status()).isEqualTo(Upload.Status.INGESTED);
            assertThat(upload.calls()).isEqualTo(3);
            assertThat(upload.format()).isEqualTo("chat-completion log");
            assertThat(upload.bytesRead()).isEqualTo(upload.byteCount());
            List<StoredCall> stored = calls.stream(CallFilter.of(upload.id())).toList();
            assertThat(stored).extracting(call -> call.call().position().record()).containsExactly(0L, 1L, 2L);
            assertThat(stored.getFirst().call().messages().getFirst()).isEqualTo(Message.of(Message.Role.SYSTEM, "Sort the ticket."));
            assertThat(stored.getFirst().usage().promptTokens()).isEqualTo(30);
            assertThat(stored.getFirst().tokensEstimated()).isFalse();
            assertThat(stored.getFirst().cost()).isPositive();
            assertThat(calls.list(CallFilter.of(upload.id()), null).items()).hasSize(3).allMatch(call -> !call.failed());
            assertThat(calls.get(stored.getFirst().id()).prompt()).hasSize(2);
            return null;
        });
    }

    @Test
    void nothingUnredactedIsStoredAnywhere() throws IOException {
        as(() -> {
            UploadView upload = ingesting.uploadAndRead("from ada.secret7@example.com.jsonl", log(5, "ada.secret@example.com"));

            assertThat(upload.findings()).isPositive();
            for (String table : tenantTables()) {
                assertThat(jdbcCount("select count(*) from " + table + " t where t::text like '%ada.secret%'")).as(table).isZero();
            }
            CallDetail call = calls.get(calls.list(CallFilter.of(upload.id()), null).items().getFirst().id());
            Message asked = call.prompt().getLast().message();
            assertThat(call.prompt().getLast().replacements()).isNotEmpty().allSatisfy(part ->
                    assertThat(asked.text().substring(part.start(), part.end())).contains("@"));
            try (var files = Files.walk(home.resolve("blobs").resolve(organization.toString()))) {
                assertThat(files.filter(Files::isRegularFile).toList()).isNotEmpty().allSatisfy(file ->
                        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)).doesNotContain("timestamp"));
            }
            return null;
        });
    }

    @Test
    void theSameBytesASecondTimeChangeNothing() throws IOException {
        as(() -> {
            Receipt first = uploads.receive("a.jsonl", Upload.Source.API, stream(log(2, "x")));
            Receipt second = uploads.receive("b.jsonl", Upload.Source.WEB, stream(log(2, "x")));

            assertThat(first.already()).isFalse();
            assertThat(second).isEqualTo(new Receipt(first.id(), true));
            assertThat(uploads.list(null).items()).hasSize(1);
            assertThat(home.resolve("blobs").resolve(organization.toString()).toFile().list()).hasSize(1);
            return null;
        });
    }

    @Test
    void aCallThatTwoExportsNameIsStoredOnce() throws IOException {
        as(() -> {
            UploadView first = ingesting.uploadAndRead("until-noon.jsonl", named(0, 6));
            UploadView second = ingesting.uploadAndRead("all-day.jsonl", named(4, 10));

            assertThat(first.calls()).isEqualTo(6);
            assertThat(second.calls()).isEqualTo(4);
            assertThat(second.known()).isEqualTo(2);
            assertThat(second.records()).isEqualTo(6);
            assertThat(calls.stream(CallFilter.of(second.id()))).extracting(call -> call.call().providerCallId())
                    .containsExactlyInAnyOrder("chatcmpl-of-the-day-6", "chatcmpl-of-the-day-7", "chatcmpl-of-the-day-8", "chatcmpl-of-the-day-9");
            return null;
        });
    }

    @Test
    void anotherPromptUnderTheSameIdIsAnotherCall() throws IOException {
        as(() -> {
            ingesting.uploadAndRead("one.jsonl", named(3, 4));
            String reused = new String(named(7, 8), StandardCharsets.UTF_8).replace("of-the-day-7", "of-the-day-3");

            assertThat(ingesting.uploadAndRead("other.jsonl", reused.getBytes(StandardCharsets.UTF_8)).calls()).isEqualTo(1);
            return null;
        });
    }

    @Test
    void ofTwoPeopleWhoSendTheSameFileAtOnceOneIsTold() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Receipt>> sent = new ArrayList<>();
            for (int person = 0; person < 4; person++) {
                sent.add(threads.submit(() -> Actor.call(engineer, () -> uploads.receive("same.jsonl", Upload.Source.WEB, stream(log(300, "y"))))));
            }
            List<Receipt> receipts = new ArrayList<>();
            for (Future<Receipt> one : sent) {
                receipts.add(one.get());
            }
            assertThat(receipts).extracting(Receipt::id).containsOnly(receipts.getFirst().id());
            assertThat(receipts).extracting(Receipt::already).containsExactlyInAnyOrder(false, true, true, true);
        }
    }

    @Test
    void anotherOrganizationsUploadIsAsUnknownAsAMissingOne() throws IOException {
        Organizations organizations = new Organizations(onboarding, members);
        Actor stranger = organizations.member(organizations.create(), Role.OWNER);
        UploadView upload = as(() -> ingesting.uploadAndRead("ours.jsonl", log(1, "z")));
        CallId call = as(() -> calls.list(CallFilter.ALL, null).items().getFirst().id());

        Actor.run(stranger, () -> {
            assertThatThrownBy(() -> uploads.get(upload.id())).isInstanceOf(NotFound.class);
            assertThatThrownBy(() -> uploads.cancel(upload.id())).isInstanceOf(NotFound.class);
            assertThatThrownBy(() -> uploads.rejected(upload.id(), null)).isInstanceOf(NotFound.class);
            assertThatThrownBy(() -> calls.get(call)).isInstanceOf(NotFound.class);
            assertThat(calls.stream()).isEmpty();
        });
        assertThatThrownBy(() -> UploadId.of("no id")).isInstanceOf(NotFound.class);
    }

    @Test
    void aViewerMayNotUpload() {
        Actor viewer = new Organizations(onboarding, members).member(organization, Role.VIEWER);
        Actor.run(viewer, () -> assertThatThrownBy(() -> uploads.receive("a", Upload.Source.API, stream(log(1, "v")))).isInstanceOf(AccessDenied.class));
    }

    @Test
    void aReadingThatIsInterruptedAnywhereEndsLikeOneThatWasNot() throws IOException {
        byte[] file = log(1_800, "an order");
        OrganizationId other = new Organizations(onboarding, members).create();
        UploadView whole = Actor.call(Actor.system(other), () -> ingesting.uploadAndRead("whole.jsonl", file));
        UploadView pieces = as(() -> {
            UploadId id = ingesting.upload("pieces.jsonl", file);
            ingesting.read(id, 1);
            interruptInTheMiddleOfABatch(id);
            ingesting.read(id, 2);
            ingesting.read(id, Integer.MAX_VALUE);
            ingest.finish(id);
            return uploads.get(id);
        });

        assertThat(pieces.records()).isEqualTo(whole.records()).isEqualTo(1_800);
        assertThat(pieces.calls()).isEqualTo(whole.calls()).isEqualTo(1_800);
        assertThat(pieces.findings()).isEqualTo(whole.findings());
        assertThat(as(() -> calls.stream().map(call -> call.call().position().record()).toList()))
                .isEqualTo(IntStream.range(0, 1_800).mapToObj(Long::valueOf).toList());
    }

    @Test
    void aCancelledUploadKeepsItsCallsAndGoesOnWhenAsked() throws IOException {
        as(() -> {
            UploadId id = ingesting.upload("long.jsonl", log(1_200, "w"));
            ingesting.read(id, 1);
            uploads.cancel(id);
            ingesting.read(id, 9);
            ingest.finish(id);
            assertThat(uploads.get(id).status()).isEqualTo(Upload.Status.CANCELLED);
            assertThat(uploads.get(id).calls()).isEqualTo(500);

            uploads.retry(id);
            ingesting.read(id, Integer.MAX_VALUE);
            ingest.finish(id);
            assertThat(uploads.get(id).calls()).isEqualTo(1_200);
            return null;
        });
    }

    @Test
    void theGoodRecordsOfTwoHundredBadFilesAreStoredAndTheOthersExplained() throws IOException {
        as(() -> {
            for (BadFiles.BadFile file : BadFiles.twoHundred(4)) {
                UploadView upload = ingesting.uploadAndRead(file.name(), file.bytes());

                Set<String> marks = calls.stream(CallFilter.of(upload.id()))
                        .map(call -> Objects.requireNonNull(call.call().metadata().get("mark")).stringValue())
                        .collect(Collectors.toCollection(TreeSet::new));
                assertThat(upload.status()).as(file.name()).isEqualTo(Upload.Status.INGESTED);
                assertThat(marks).as(file.name()).isEqualTo(file.good());
                assertThat(upload.calls()).as(file.name()).isEqualTo(file.good().size());
                assertThat(upload.rejected()).as(file.name()).isEqualTo(upload.records() - upload.calls());
                assertThat(rejected(upload.id())).as(file.name()).hasSize((int) upload.rejected()).isNotEmpty().allSatisfy(bad -> {
                    assertThat(bad.reason()).hasSizeBetween(10, 200).doesNotContain("secret", "Exception");
                    assertThat(bad.remedy()).hasSizeBetween(10, 200).endsWith(".");
                });
            }
            return null;
        });
    }

    @Test
    void ofAFileOfNothingButBadRecordsTheFirstAreKeptAndTheOthersCounted() throws IOException {
        String good = new String(log(2, "x"), StandardCharsets.UTF_8);
        byte[] file = (good.lines().findFirst().orElseThrow() + "\n" + "{}\n".repeat(300_000) + good).getBytes(StandardCharsets.UTF_8);
        as(() -> {
            UploadId id = ingesting.upload("empty.jsonl", file);
            ingesting.read(id, 2);
            ingesting.read(id, 3);
            ingest.finish(id);

            UploadView upload = uploads.get(id);
            assertThat(upload.records()).isEqualTo(300_003);
            assertThat(upload.rejected()).isEqualTo(300_000);
            assertThat(upload.calls()).isEqualTo(3);
            assertThat(rejected(id)).extracting(RejectedRecord::record)
                    .isEqualTo(LongStream.rangeClosed(1, Uploads.REJECTED_KEPT).boxed().toList());
            return null;
        });
    }

    @Test
    void whatTheDatabaseCannotHoldIsStoredAsTheReplacementCharacter() throws IOException {
        String nul = "a\\u0000b";
        String record = """
                {"timestamp":1700000000,"session_id":"%1$s","request":{"model":"%1$s","user":"%1$s","messages":[{"role":"user","name":"%1$s","content":"%1$s"}],\
                "tools":[{"type":"function","function":{"name":"%1$s","description":"%1$s"}}]},\
                "response":{"id":"%1$s","choices":[{"message":{"role":"assistant","content":"%1$s","tool_calls":[{"id":"%1$s","type":"function",\
                "function":{"name":"%1$s","arguments":"{\\"to\\": \\"%1$s\\"}"}}]},"finish_reason":"%1$s"}]},\
                "error":{"code":"%1$s","message":"%1$s to ada@example.com"},"metadata":{"%1$s":["%1$s"],"plain":"a\\\\u0000b"}}
                """.formatted(nul);
        as(() -> {
            UploadView upload = ingesting.uploadAndRead("nul\0.jsonl", record.getBytes(StandardCharsets.UTF_8));

            assertThat(upload.calls()).isEqualTo(1);
            StoredCall stored = calls.stream(CallFilter.of(upload.id())).findFirst().orElseThrow();
            assertThat(stored.call().model()).isEqualTo("a\ufffdb");
            assertThat(stored.call().messages()).extracting(Message::content).containsExactly("a\ufffdb");
            assertThat(Objects.requireNonNull(stored.call().metadata().get("plain")).stringValue()).isEqualTo("a\\u0000b");
            assertThat(Objects.requireNonNull(stored.call().metadata().get("a\ufffdb")).get(0).stringValue()).isEqualTo("a\ufffdb");
            assertThat(calls.get(stored.id()).prompt()).hasSize(1);
            return null;
        });
    }

    @Test
    void aRecordWithAFieldNameAsLongAsABookIsStored() throws IOException {
        StringBuilder name = new StringBuilder();
        new java.util.Random(1).ints(9_000, 0x4e00, 0x9fff).forEach(name::appendCodePoint);
        String record = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":\"Ho\"}],\"metadata\":{\""
                + name + "\":\"write to ada.secret@example.com\"}}";
        as(() -> {
            UploadView upload = ingesting.uploadAndRead("long.jsonl", record.getBytes(StandardCharsets.UTF_8));

            assertThat(upload.calls()).isEqualTo(1);
            assertThat(upload.findings()).isPositive();
            return null;
        });
    }

    @Test
    void aListOfModelsIsNotLongerThanAPersonReads() throws IOException {
        String line = new String(log(1, "x"), StandardCharsets.UTF_8);
        String file = IntStream.range(0, 205).mapToObj(index -> line.replace("gpt-4o", "model-" + index)).collect(Collectors.joining("\n"));
        as(() -> {
            UploadView upload = ingesting.uploadAndRead("many.jsonl", file.getBytes(StandardCharsets.UTF_8));

            assertThat(upload.calls()).isEqualTo(205);
            assertThat(calls.models()).hasSize(200).isSorted();
            return null;
        });
    }

    @Test
    void aFileNameIsShownAsItWasBeforeABrowserSentIt() throws IOException {
        as(() -> {
            UploadId id = ingesting.upload("C:\\logs\\the %22night%22%0D%0A shift.jsonl", log(1, "x"));

            assertThat(uploads.get(id).fileName()).isEqualTo("the \"night\" shift.jsonl");
            return null;
        });
    }

    @Test
    void theMessagesOfRealConversationsAreStoredOnce() throws IOException {
        String given = System.getenv("DOWNSHIFT_DATA");
        Path traces = (given == null ? Path.of("..", "..", "shared", "data") : Path.of(given)).resolve("traces");
        assumeTrue(Files.exists(traces), () -> "the shared trace files are not here: " + traces.toAbsolutePath().normalize());

        as(() -> {
            long stored = 0;
            for (String name : List.of("autogpt-calls.jsonl.gz", "metagpt-cache.jsonl.gz", "tau-bench-airline-gpt4o-trajectories.json.gz")) {
                UploadView upload = ingesting.uploadAndRead(name, Files.readAllBytes(traces.resolve(name)));
                assertThat(upload.rejected()).isZero();
                stored += upload.calls();
            }
            assertThat(stored).isEqualTo(440 + 425 + 2454);
            assertThat(calls.count(CallFilter.ALL)).isEqualTo(stored);
            long references = calls.stream().mapToLong(call -> call.messageIds().size() + 1).sum();
            assertThat(jdbcCount("select count(*) from message")).isLessThan(references / 4);
            return null;
        });
    }

    private void interruptInTheMiddleOfABatch(UploadId id) throws IOException {
        try (IngestRun run = ingest.open(id)) {
            RecordBatch batch = Objects.requireNonNull(run.next());
            transactions.executeWithoutResult(status -> {
                run.store(batch);
                status.setRollbackOnly();
            });
        }
    }

    private List<RejectedRecord> rejected(UploadId id) {
        List<RejectedRecord> all = new ArrayList<>();
        @org.jspecify.annotations.Nullable String cursor = null;
        do {
            Page<RejectedRecord> page = uploads.rejected(id, cursor);
            all.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);
        return all;
    }

    private List<String> tenantTables() {
        return Objects.requireNonNull(transactions.execute(status -> jdbc.sql("""
                        select distinct table_name from information_schema.columns where column_name = 'organization_id' and table_schema = 'public'""")
                .query((row, number) -> row.getString(1)).list()));
    }

    private long jdbcCount(String sql) {
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

    private static InputStream stream(byte[] bytes) {
        return new java.io.ByteArrayInputStream(bytes);
    }

    /** Calls whose provider gave them ids. */
    private static byte[] named(int from, int to) {
        return IntStream.range(from, to).mapToObj(index -> ("{\"timestamp\":%d,\"request\":{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Number %d\"}]},"
                        + "\"response\":{\"id\":\"chatcmpl-of-the-day-%d\",\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Done\"},\"finish_reason\":\"stop\"}]}}")
                        .formatted(1_700_000_000 + index, index, index))
                .collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8);
    }

    /** A log whose records all speak of {@code subject}, in the prompt, a tool call, the metadata, an error and an id. */
    private static byte[] log(int records, String subject) {
        String run = UUID.nameUUIDFromBytes(subject.getBytes(StandardCharsets.UTF_8)).toString();
        return IntStream.range(0, records).mapToObj(index -> ("{\"timestamp\":%d,\"session_id\":\"%s %s\",\"request\":{\"model\":\"gpt-4o\",\"user\":\"%s\",\"messages\":["
                        + "{\"role\":\"system\",\"content\":\"Sort the ticket.\"},{\"role\":\"user\",\"content\":\"Number %d about %s, please\"}]},"
                        + "\"response\":{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"mail\",\"arguments\":\"{\\\"to\\\": \\\"%s\\\"}\"}}]},\"finish_reason\":\"tool_calls\"}],"
                        + "\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":7}},\"error\":%s,\"metadata\":{\"contact\":{\"deep\":[\"%s\"]}}}")
                        .formatted(1_700_000_000 + index, run, subject, subject, index, subject, subject,
                                subject.contains("@") && index == 0 ? "\"bounced from " + subject + "\"" : "null", subject))
                .collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8);
    }
}
