package dev.downshift.core.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downshift.core.AccessDenied;
import dev.downshift.core.CoreTest;
import dev.downshift.core.InvalidInput;
import dev.downshift.core.NotFound;
import dev.downshift.core.Organizations;
import dev.downshift.core.audit.AuditEntry;
import dev.downshift.core.audit.AuditTrail;
import dev.downshift.core.imports.FakeTool.Failure;
import dev.downshift.core.intake.Ingest;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.Role;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Imports from tools, whose servers page, refuse and fail as the real ones do. */
@CoreTest
class ImportsTest {

    private final Instant earlier = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(6));

    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired Imports imports;
    @Autowired ImportWork work;
    @Autowired DueImports due;
    @Autowired Uploads uploads;
    @Autowired Ingest ingest;
    @Autowired AuditTrail audit;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;

    OrganizationId organization;
    Actor admin;
    Actor engineer;
    ImportRunner runner;

    @BeforeEach
    void people() {
        Organizations organizations = new Organizations(onboarding, members);
        organization = organizations.create();
        admin = organizations.member(organization, Role.ADMIN);
        engineer = organizations.member(organization, Role.ENGINEER);
        runner = new ImportRunner(imports, work, uploads, ingest, jdbc, transactions, admin);
    }

    @Test
    void langfuseIsFetchedPageByPageAndNothingOfItTwice() throws Exception {
        for (boolean second : List.of(true, false)) {
            people();
            try (FakeTool langfuse = new FakeLangfuse(second).with(10, earlier)) {
                ImportId id = langfuse(langfuse);

                ImportRunView first = runner.run(id);
                assertThat(first.status()).as(first.failure()).isEqualTo(ImportRunView.Status.SUCCEEDED);
                assertThat(first.files()).isEqualTo(3);
                assertThat(runner.calls()).isEqualTo(10);
                assertThat(runner.models()).containsExactly("gpt-4.1");

                ImportRunView nothingNew = runner.run(id);
                assertThat(nothingNew.files()).isZero();

                langfuse.with(1, Instant.now().minusSeconds(2));
                runner.run(id);
                assertThat(runner.calls()).isEqualTo(11);
                assertThat(view(id).watermark()).isCloseTo(Instant.now(), within(Duration.ofMinutes(1)));
            }
        }
    }

    @Test
    void whatArrivesLateBeforeTheWatermarkIsFetchedOnceAndTheRestIsKnown() throws Exception {
        try (FakeTool langfuse = new FakeLangfuse(true).with(3, Instant.now().minusSeconds(100))) {
            ImportId id = langfuse(langfuse);
            runner.run(id);
            langfuse.with(1, Instant.now().minusSeconds(300));

            ImportRunView again = runner.run(id);
            assertThat(again.files()).isOne();
            assertThat(runner.calls()).isEqualTo(4);
        }
    }

    @Test
    void langSmithIsFetchedByTheNameOfItsProject() throws Exception {
        try (FakeTool langSmith = new FakeLangSmith().with(9, earlier)) {
            ImportId id = create(new ImportDraft("ls", new Source.LangSmith(langSmith.address(), "support agent"), FakeLangSmith.CREDENTIAL, Schedule.DAILY, null));

            ImportRunView run = runner.run(id);
            assertThat(run.status()).as(run.failure()).isEqualTo(ImportRunView.Status.SUCCEEDED);
            assertThat(run.files()).isEqualTo(3);
            assertThat(runner.calls()).isEqualTo(9);
            runner.run(id);
            assertThat(runner.calls()).isEqualTo(9);
        }
    }

    @Test
    void aShortPauseThatIsAskedForIsMadeAndFailuresThatPassAreTriedAgain() throws Exception {
        try (FakeTool langfuse = new FakeLangfuse(true).with(10, earlier)) {
            langfuse.fail(1, new Failure(429, "1"), new Failure(503, ""), new Failure(500, "soon"));
            ImportId id = langfuse(langfuse);
            Instant begun = Instant.now();

            assertThat(runner.run(id).status()).isEqualTo(ImportRunView.Status.SUCCEEDED);
            assertThat(Duration.between(begun, Instant.now())).isGreaterThan(Duration.ofSeconds(1));
            assertThat(runner.calls()).isEqualTo(10);
        }
    }

    @Test
    void aLongPauseEndsTheRunAndALaterOneGoesOnWhereItStopped() throws Exception {
        try (FakeTool langfuse = new FakeLangfuse(true).with(10, earlier)) {
            langfuse.fail(2, new Failure(429, "7200"));
            ImportId id = langfuse(langfuse);

            ImportRunView stopped = runner.run(id);
            assertThat(stopped.status()).isEqualTo(ImportRunView.Status.FAILED);
            assertThat(stopped.failure()).contains("429");
            assertThat(stopped.files()).isEqualTo(2);
            assertThat(view(id).nextAt()).isAfter(Instant.now().plus(Duration.ofMinutes(119)));

            langfuse.forget();
            assertThat(runner.run(id).files()).isOne();
            assertThat(langfuse.asked()).hasSize(1).first().asString().contains("cursor=");
            assertThat(runner.calls()).isEqualTo(10);
        }
    }

    @Test
    void aPageThatFailsLeavesThoseBeforeItAndIsSaidToPeople() throws Exception {
        try (FakeTool langfuse = new FakeLangfuse(false).with(10, earlier)) {
            langfuse.fail(3, Stream.generate(() -> new Failure(500, "")).limit(4).toArray(Failure[]::new));
            ImportId id = langfuse(langfuse);

            ImportRunView failed = runner.run(id);
            assertThat(failed.status()).isEqualTo(ImportRunView.Status.FAILED);
            assertThat(failed.failure()).isEqualTo("The source answers with status 500.");
            assertThat(failed.remedy()).contains("tries again");
            assertThat(runner.calls()).isEqualTo(8);
            assertThat(runner.run(id).files()).isOne();
            assertThat(runner.calls()).isEqualTo(10);
        }
    }

    @Test
    void aPageThatIsOtherwiseWhenItIsFetchedAgainBringsOnlyWhatIsNewInIt() throws Exception {
        try (FakeTool langSmith = new FakeLangSmith().with(4, earlier)) {
            ImportId id = create(new ImportDraft("ls", new Source.LangSmith(langSmith.address(), "support agent"), FakeLangSmith.CREDENTIAL, Schedule.DAILY, null));
            runner.run(id);
            langSmith.calls.addFirst(new FakeTool.Call("call-0099", "trace-000", earlier.minusSeconds(5)));
            as(admin, () -> {
                imports.change(id, new ImportDraft("ls", view(id).source(), null, Schedule.DAILY, earlier.minusSeconds(60)));
                return null;
            });

            assertThat(runner.run(id).files()).isEqualTo(2);
            assertThat(runner.calls()).isEqualTo(5);
        }
    }

    @Test
    void aRunTakesItsShareAndTheNextGoesOnAtOnce() throws Exception {
        try (FakeTool langfuse = new FakeLangfuse(true).with(20, earlier)) {
            ImportId id = langfuse(langfuse);

            ImportRunView first = runner.run(id);
            assertThat(first.more()).isTrue();
            assertThat(first.files()).isEqualTo(4);
            assertThat(view(id).nextAt()).isBeforeOrEqualTo(Instant.now().plusSeconds(5));
            assertThat(runner.run(id).more()).isFalse();
            assertThat(runner.calls()).isEqualTo(20);
        }
    }

    @Test
    void whatIsWrongWithASourceIsSaidWithARemedy() throws Exception {
        try (FakeTool langfuse = new FakeLangfuse(true); FakeTool langSmith = new FakeLangSmith()) {
            ImportId wrongKey = create(new ImportDraft("key", new Source.Langfuse(langfuse.address()), new Credential("pk", "no"), Schedule.HOURLY, null));
            ImportId wrongProject = create(new ImportDraft("project", new Source.LangSmith(langSmith.address(), "no such"), FakeLangSmith.CREDENTIAL, Schedule.HOURLY, null));
            ImportId wrongTool = create(new ImportDraft("tool", new Source.Langfuse(URI.create(langSmith.address() + "/app")), FakeLangfuse.CREDENTIAL, Schedule.HOURLY, null));
            ImportId nobody = create(new ImportDraft("nobody", new Source.Langfuse(URI.create("http://127.0.0.1:9")), FakeLangfuse.CREDENTIAL, Schedule.HOURLY, null));

            assertThat(runner.run(wrongKey)).satisfies(run -> assertThat(run.failure() + run.remedy()).contains("refuses the credential", "give it again"));
            assertThat(runner.run(wrongProject)).satisfies(run -> assertThat(run.failure() + run.remedy()).contains("no project “no such”", "under Tracing"));
            assertThat(runner.run(wrongTool)).satisfies(run -> assertThat(run.failure() + run.remedy()).contains("refuses the credential"));
            assertThat(runner.run(nobody)).satisfies(run -> assertThat(run.failure() + run.remedy()).contains("cannot be reached"));
            as(admin, () -> {
                assertThat(imports.test(wrongKey).succeeded()).isFalse();
                ImportId right = langfuse(langfuse);
                assertThat(imports.test(right)).isEqualTo(new ConnectionTest(true, "Langfuse answers for the project “support”.", ""));
                assertThat(imports.test(wrongProject).answer()).contains("no such");
                return null;
            });
        }
    }

    @Test
    void privateAddressesAreRefusedWhenAnImportIsMade() {
        for (String address : List.of("https://10.0.0.1", "http://169.254.169.254", "https://[::1]", "https://[::ffff:10.0.0.1]", "http://1.1.1.1")) {
            assertThatThrownBy(() -> create(new ImportDraft("inside", new Source.Langfuse(Source.address("baseUrl", address)), FakeLangfuse.CREDENTIAL, Schedule.HOURLY, null)))
                    .isInstanceOfSatisfying(InvalidInput.class, refused -> {
                        assertThat(refused.field()).isEqualTo("baseUrl");
                        assertThat(refused.remedy()).contains("downshift.imports.allowed-addresses");
                    });
        }
    }

    @Test
    void aCredentialIsNeitherShownNorStoredInTheClearNorSentToAnotherHost() throws Exception {
        ImportDraft draft = new ImportDraft("one", new Source.Langfuse(URI.create("https://1.1.1.1")), FakeLangfuse.CREDENTIAL, Schedule.HOURLY, null);
        ImportId id = create(draft);

        assertThat(view(id).hasCredential()).isTrue();
        assertThat(draft + " " + view(id)).doesNotContain("sk-lf-2").doesNotContain("pk-lf-1");
        as(admin, () -> {
            assertThat(transactions.<String>execute(status -> jdbc.sql("select encode(encrypted_credential, 'escape') || source::text from trace_import").query((row, n) -> row.getString(1)).single()))
                    .doesNotContain("sk-lf-2").doesNotContain("pk-lf-1");
            imports.change(id, new ImportDraft("renamed", new Source.Langfuse(URI.create("https://1.1.1.1/langfuse")), null, Schedule.DAILY, null));
            assertThat(view(id).hasCredential()).isTrue();
            assertThatThrownBy(() -> imports.change(id, new ImportDraft("moved", new Source.Langfuse(URI.create("https://8.8.8.8")), null, Schedule.DAILY, null)))
                    .isInstanceOf(InvalidInput.class).hasMessageContaining("another host");
            imports.change(id, new ImportDraft("moved", new Source.Langfuse(URI.create("https://8.8.8.8")), new Credential("pk", "sk"), Schedule.DAILY, null));
            assertThat(audit.list(AuditTrail.Filter.ALL, null).items().toString()).doesNotContain("sk-lf-2");
            return null;
        });
    }

    @Test
    void onlyWhoManagesSettingsManagesImportsAndEveryoneSeesThem() throws Exception {
        ImportId id = create(new ImportDraft("one", new Source.Langfuse(URI.create("https://1.1.1.1")), FakeLangfuse.CREDENTIAL, Schedule.HOURLY, null));

        as(engineer, () -> {
            assertThat(imports.list()).extracting(ImportView::name).containsExactly("one");
            for (Runnable change : List.<Runnable>of(() -> imports.delete(id), () -> imports.pause(id), () -> imports.runNow(id), () -> imports.test(id))) {
                assertThatThrownBy(change::run).isInstanceOf(AccessDenied.class);
            }
            return null;
        });
        Actor stranger = new Organizations(onboarding, members).member(new Organizations(onboarding, members).create(), Role.ADMIN);
        as(stranger, () -> {
            assertThat(imports.list()).isEmpty();
            assertThatThrownBy(() -> imports.get(id)).isInstanceOf(NotFound.class);
            assertThatThrownBy(() -> imports.delete(id)).isInstanceOf(NotFound.class);
            return null;
        });
    }

    @Test
    void aDueTimeIsTakenOnceHoweverManyLook() throws Exception {
        ImportId id = create(new ImportDraft("one", new Source.Langfuse(URI.create("http://127.0.0.1:9")), FakeLangfuse.CREDENTIAL, Schedule.HOURLY, null));
        runner.run(id);
        transactions.executeWithoutResult(status -> jdbc.sql("update import_schedule set due_at = now() - interval '1 second' where import_id = ?").param(id.value()).update());

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Object> look = () -> {
                due.request();
                return id;
            };
            for (var done : threads.invokeAll(List.of(look, look, look, look))) {
                done.get();
            }
        }
        as(admin, () -> {
            assertThat(imports.runs(id, null).items()).hasSize(2).first().satisfies(run -> assertThat(run.requestedByName()).isEqualTo("Downshift"));
            assertThat(view(id).nextAt()).isAfter(Instant.now().plus(Duration.ofMinutes(59)));
            imports.pause(id);
            assertThat(view(id).nextAt()).isNull();
            imports.resume(id);
            assertThat(view(id).nextAt()).isBefore(Instant.now().plusSeconds(5));
            return null;
        });
    }

    @Test
    void whatHappensToAnImportIsAuditedAndWhatItBroughtOutlivesIt() throws Exception {
        try (FakeTool langfuse = new FakeLangfuse(true).with(2, earlier)) {
            ImportId id = langfuse(langfuse);
            ImportRunView run = runner.run(id);
            as(admin, () -> {
                assertThat(imports.files(run.id())).hasSize(1).first().satisfies(file -> assertThat(file.fileName()).startsWith("langfuse-to-"));
                imports.delete(id);
                assertThatThrownBy(() -> imports.get(id)).isInstanceOf(NotFound.class);
                assertThat(work.advance(run.id())).isFalse();
                assertThat(uploads.list(null).items()).hasSize(1);
                assertThat(audit.list(AuditTrail.Filter.ALL, null).items()).extracting(AuditEntry::action)
                        .contains("import.created", "import.fetched", "import.deleted");
                return null;
            });
        }
    }

    private ImportId langfuse(FakeTool langfuse) throws IOException {
        return create(new ImportDraft("langfuse " + UUID.randomUUID(), new Source.Langfuse(langfuse.address()), FakeLangfuse.CREDENTIAL, Schedule.QUARTER_HOURLY, null));
    }

    private ImportId create(ImportDraft draft) {
        return Actor.call(admin, () -> imports.create(draft));
    }

    private ImportView view(ImportId id) {
        return Actor.call(admin, () -> imports.get(id));
    }

    private static <T> T as(Actor actor, Callable<T> steps) throws Exception {
        return Actor.call(actor, steps::call);
    }

    private static org.assertj.core.data.TemporalUnitOffset within(Duration duration) {
        return org.assertj.core.api.Assertions.within(duration.toMillis(), ChronoUnit.MILLIS);
    }
}
