package dev.downshift.core.dataprotection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downshift.core.AccessDenied;
import dev.downshift.core.Conflict;
import dev.downshift.core.CoreTest;
import dev.downshift.core.InvalidInput;
import dev.downshift.core.NotFound;
import dev.downshift.core.Organizations;
import dev.downshift.core.SampleTask;
import dev.downshift.core.audit.AuditTrail;
import dev.downshift.core.dataprotection.ErasureView.Status;
import dev.downshift.core.datasets.DatasetView;
import dev.downshift.core.datasets.Datasets;
import dev.downshift.core.datasets.Split;
import dev.downshift.core.intake.CallErasure;
import dev.downshift.core.intake.CallFilter;
import dev.downshift.core.intake.CallId;
import dev.downshift.core.intake.Calls;
import dev.downshift.core.intake.Ingest;
import dev.downshift.core.intake.Ingesting;
import dev.downshift.core.intake.SoughtText;
import dev.downshift.core.intake.StoredCall;
import dev.downshift.core.intake.UploadId;
import dev.downshift.core.intake.UploadRetention;
import dev.downshift.core.intake.UploadView;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.privacy.RedactionPolicies;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.Role;
import dev.downshift.engine.evaluation.OutputShape;
import dev.downshift.engine.privacy.FindingType;
import dev.downshift.engine.privacy.RedactionPolicy;
import dev.downshift.engine.privacy.RedactionPolicy.Mode;
import dev.downshift.engine.traces.CanonicalJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@CoreTest
class ErasuresTest {

    @Autowired Erasures erasures;
    @Autowired ErasureWork work;
    @Autowired ErasureRows rows;
    @Autowired Lineage lineage;
    @Autowired CallErasure callErasure;
    @Autowired RedactionPolicies policies;
    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired Uploads uploads;
    @Autowired UploadRetention uploadRetention;
    @Autowired Ingest ingest;
    @Autowired Calls calls;
    @Autowired Datasets datasets;
    @Autowired AuditTrail audit;
    @Autowired ApplicationEventPublisher events;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;
    @Autowired Clock clock;

    private Actor admin = Actor.system(new OrganizationId(new UUID(0, 0)));

    @BeforeEach
    void anAdmin() {
        Organizations organizations = new Organizations(onboarding, members);
        admin = organizations.member(organizations.create(), Role.ADMIN);
    }

    @Test
    void aPersonIsFoundHoweverSheIsWrittenAndNobodyElseGoes() throws IOException {
        Actor.call(admin, () -> {
            UploadView upload = read(line("My name is Greta Zimmermann.", "Hello") + line("Is greta.zimmermann@corp.com the address of Mrs. Zimmermann, Greta?", "Yes")
                    + line("My name is Otto Brandauer.", "Hello"));

            ErasureView found = erasures.find(FindingType.PERSON, " Greta Zimmermann ");

            assertThat(found.status()).isEqualTo(Status.FOUND);
            assertThat(found.calls()).isEqualTo(2);
            assertThat(found.conversations()).isEqualTo(2L);
            assertThat(found.files()).isOne();
            assertThat(found.surrogate()).doesNotContainIgnoringCase("zimmermann");
            assertThat(calls.count(CallFilter.ALL)).as("nothing is erased yet").isEqualTo(3);

            erase(found.id(), work);

            ErasureView done = erasures.get(found.id());
            assertThat(done).extracting(ErasureView::status, ErasureView::erased, ErasureView::messages).containsExactly(Status.ERASED, 2L, 3L);
            assertThat(calls.stream(CallFilter.ALL).map(ErasuresTest::text)).singleElement().asString().contains("My name is");
            assertThat(uploads.get(upload.id()).removed()).isEqualTo(2);
            assertThat(uploads.get(upload.id()).rawKept()).isFalse();
            assertThat(count("message")).as("the greeting is held by the call that is left").isEqualTo(2);
            assertThat(audit.list(new AuditTrail.Filter(null, "erasure", null, null), null).items()).extracting(entry -> entry.action())
                    .containsExactly("erasure.done", "erasure.requested", "erasure.looked-up");
            assertThat(holdsAnywhere("zimmermann")).as("the value").isFalse();
            return done;
        });
    }

    @Test
    void whatRedactionMissedIsFoundByItselfAndWhatWasLoggedBesideMessagesToo() throws IOException {
        Actor.call(admin, () -> {
            policies.save(RedactionPolicy.standard().with(FindingType.EMAIL_ADDRESS, Mode.KEEP));
            read(line("Write to Ada@Corp.com", "Done") + "{\"metadata\":{\"customer\":\"ada@corp.com\"}," + line("Where is it?", "There").substring(1) + line("Nothing", "Done"));

            ErasureView found = erasures.find(FindingType.EMAIL_ADDRESS, "ada@corp.com");

            assertThat(found.calls()).isEqualTo(2);
            erase(found.id(), work);
            assertThat(calls.stream(CallFilter.ALL).map(ErasuresTest::text)).singleElement().asString().contains("Nothing");
            assertThat(holdsAnywhere("ada@corp.com")).isFalse();
            return found;
        });
    }

    @Test
    void whatComesInBeforeTheWorkerIsErasedTooAndAfterwardsAnIngestWritesSharedMessagesAgain() throws IOException {
        Actor.call(admin, () -> {
            read(line("Call +1 415 555 2671", "Done"));
            ErasureView found = erasures.find(FindingType.PHONE_NUMBER, "(415) 555-2671");
            assertThat(found.calls()).isOne();
            read(line("Again: call 415-555-2671", "Done"));

            erase(found.id(), work);

            assertThat(erasures.get(found.id()).erased()).isEqualTo(2);
            assertThat(count("message")).isZero();
            read(line("What now?", "Done"));
            assertThat(calls.stream(CallFilter.ALL).map(ErasuresTest::text)).singleElement().asString().contains("Done");
            return found;
        });
    }

    @Test
    void whatComesInWhileItErasesIsErasedTooAndItStopsWhileAnUploadIsBeingRead() throws IOException {
        Actor.call(admin, () -> {
            UploadView upload = read(line("My name is Greta Zimmermann.", "Hello"));
            ErasureView found = erasures.find(FindingType.PERSON, "Greta Zimmermann");
            erasures.confirm(found.id());
            setStatus(upload, "INGESTING");
            assertThat(work.advance(found.id())).isTrue();
            advance(found.id(), work);
            assertThat(erasures.get(found.id())).satisfies(stopped -> {
                assertThat(stopped.status()).isEqualTo(Status.FAILED);
                assertThat(stopped.failure()).contains("still being read");
            });
            setStatus(upload, "INGESTED");
            erasures.confirm(found.id());
            assertThat(work.advance(found.id())).isTrue();
            read(line("My name is Greta Zimmermann.", "Done"));

            advance(found.id(), work);

            assertThat(erasures.get(found.id())).extracting(ErasureView::status, ErasureView::erased).containsExactly(Status.ERASED, 2L);
            assertThat(erasures.get(found.id()).files()).as("counted before it stopped").isPositive();
            assertThat(calls.count(CallFilter.ALL)).isZero();
            return found;
        });
    }

    @Test
    void aValueIsFoundEscapedInArguments() throws IOException {
        Actor.call(admin, () -> {
            policies.save(RedactionPolicy.standard().with(FindingType.PERSON, Mode.KEEP));
            read("""
                    {"request":{"model":"gpt-4o","messages":[{"role":"user","content":"Write"}]},"response":{"choices":[{"message":{"role":"assistant","content":null,\
                    "tool_calls":[{"id":"c1","type":"function","function":{"name":"write","arguments":"{\\"to\\":\\"J\\\\u00dcRGEN M\\\\u00fcller\\"}"}}]}}]}}
                    """);

            assertThat(erasures.find(FindingType.PERSON, "Jürgen Müller").calls()).isOne();
            ErasureView nobody = erasures.find(FindingType.PERSON, "Jürgen Möller");
            assertThat(nobody.calls()).isZero();
            return nobody;
        });
    }

    @Test
    void aKilledErasureGoesOnAndEndsAsIfItHadNotBeen() throws IOException {
        Actor.call(admin, () -> {
            read(line("My name is Greta Zimmermann.", "Hello") + line("My name is Otto Brandauer.", "Hello"));
            ErasureView found = erasures.find(FindingType.PERSON, "Greta Zimmermann");
            erasures.confirm(found.id());
            ErasureWork mortal = work(new Mortal(callErasure));

            assertThatThrownBy(() -> advance(found.id(), mortal)).hasMessage("killed while files are deleted");
            assertThat(erasures.get(found.id())).extracting(ErasureView::status, ErasureView::erased).containsExactly(Status.ERASING, 1L);
            assertThatThrownBy(() -> advance(found.id(), mortal)).hasMessage("killed while messages are deleted");
            assertThat(count("message")).as("nothing half done").isEqualTo(3);
            advance(found.id(), work);
            advance(found.id(), work);

            assertThat(erasures.get(found.id())).extracting(ErasureView::status, ErasureView::erased, ErasureView::messages, ErasureView::files).containsExactly(Status.ERASED, 1L, 1L, 1L);
            assertThat(count("message")).isEqualTo(2);
            assertThat(audit.list(new AuditTrail.Filter("erasure.done", null, null, null), null).items()).hasSize(1);
            return found;
        });
    }

    @Test
    void datasetsMadeWithErasedCallsAreToldAndStay() throws IOException {
        TaskId task = Actor.call(admin, () -> new SampleTask(uploads, ingest, calls, jdbc, transactions).create("ROUTE", OutputShape.LABEL, 250));
        Actor.call(admin, () -> {
            DatasetView dataset = datasets.freeze(task);
            CallId one = datasets.page(dataset.id(), Split.TRAIN, null).items().getFirst().call();
            assertThat(lineage.erasedExamples(dataset.id())).isZero();
            ErasureId erasure = Objects.requireNonNull(transactions.execute(status -> {
                ErasureId made = rows.insert("PERSON", "Made Up", "test");
                rows.add(made, List.of(new CallErasure.Holder(one, calls.get(one).stored().upload())));
                return made;
            }));

            erase(erasure, work);

            assertThat(lineage.erasedExamples(dataset.id())).isOne();
            assertThat(lineage.madeWith(erasure)).singleElement().satisfies(made -> {
                assertThat(made.dataset()).isEqualTo(dataset.id().value());
                assertThat(made.examples()).isOne();
                assertThat(made.runs()).isEmpty();
            });
            assertThat(tasksCalls(task)).doesNotContain(one.value());
            return dataset;
        });
    }

    @Test
    void isRefusedToWhoMayNotAndForWhatIsNoValueAndSeenByNoOther() throws IOException {
        Organizations organizations = new Organizations(onboarding, members);
        Actor engineer = organizations.member(admin.organization(), Role.ENGINEER);
        assertThatThrownBy(() -> Actor.run(engineer, () -> erasures.find(FindingType.PERSON, "Greta"))).isInstanceOf(AccessDenied.class);
        assertThatThrownBy(() -> Actor.run(engineer, erasures::list)).isInstanceOf(AccessDenied.class);
        ErasureView found = Actor.call(admin, () -> {
            assertThatThrownBy(() -> erasures.find(FindingType.EMAIL_ADDRESS, "nobody at home")).isInstanceOf(InvalidInput.class);
            assertThatThrownBy(() -> erasures.find(FindingType.PERSON, "x")).isInstanceOf(InvalidInput.class);
            assertThatThrownBy(() -> erasures.find(FindingType.DATE_TIME, "2026-01-01")).isInstanceOf(InvalidInput.class);
            ErasureView nobody = erasures.find(FindingType.PERSON, "Greta Zimmermann");
            assertThat(nobody.calls()).isZero();
            return nobody;
        });
        assertThatThrownBy(() -> Actor.run(engineer, () -> erasures.get(found.id()))).isInstanceOf(AccessDenied.class);
        Actor stranger = organizations.member(organizations.create(), Role.ADMIN);
        Actor.run(stranger, () -> {
            assertThatThrownBy(() -> erasures.get(found.id())).isInstanceOf(NotFound.class);
            assertThatThrownBy(() -> erasures.confirm(found.id())).isInstanceOf(NotFound.class);
            assertThat(erasures.list()).isEmpty();
            assertThat(erasures.find(FindingType.PERSON, "Greta Zimmermann").surrogate()).as("keyed by the organization").isNotEqualTo(found.surrogate());
        });
        Actor.run(admin, () -> {
            erasures.discard(found.id());
            assertThatThrownBy(() -> erasures.get(found.id())).isInstanceOf(NotFound.class);
            ErasureView other = erasures.find(FindingType.PERSON, "Greta Zimmermann");
            erasures.confirm(other.id());
            assertThatThrownBy(() -> erasures.confirm(other.id())).isInstanceOf(Conflict.class);
            assertThatThrownBy(() -> erasures.discard(other.id())).isInstanceOf(Conflict.class);
        });
    }

    /** Dies where nothing of the last part is committed yet: once before files are deleted, then once within the last transaction. */
    private static final class Mortal implements CallErasure {
        private final CallErasure calls;
        private int deaths;

        Mortal(CallErasure calls) {
            this.calls = calls;
        }

        @Override
        public List<Holder> holding(List<SoughtText> texts) {
            return calls.holding(texts);
        }

        @Override
        public void holdBack() {
            calls.holdBack();
        }

        @Override
        public boolean areComing(Collection<UploadId> uploads) {
            return calls.areComing(uploads);
        }

        @Override
        public int erase(Collection<CallId> ids) {
            return calls.erase(ids);
        }

        @Override
        public int countFiles(Collection<UploadId> uploads) {
            return calls.countFiles(uploads);
        }

        @Override
        public void deleteFiles(Collection<UploadId> uploads) throws IOException {
            if (deaths++ == 0) {
                throw new IllegalStateException("killed while files are deleted");
            }
            calls.deleteFiles(uploads);
        }

        @Override
        public int deleteUnused() {
            calls.deleteUnused();
            throw new IllegalStateException("killed while messages are deleted");
        }
    }

    private ErasureWork work(CallErasure erasing) {
        return new ErasureWork(rows, erasing, uploadRetention, audit, events, transactions, clock);
    }

    private void erase(ErasureId id, ErasureWork with) throws IOException {
        erasures.confirm(id);
        advance(id, with);
    }

    private static void advance(ErasureId id, ErasureWork with) throws IOException {
        boolean more = true;
        while (more) {
            more = with.advance(id);
        }
    }

    private UploadView read(String lines) throws IOException {
        return new Ingesting(uploads, ingest, transactions).uploadAndRead("log.jsonl", lines.getBytes(StandardCharsets.UTF_8));
    }

    private void setStatus(UploadView upload, String status) {
        transactions.executeWithoutResult(ignored -> jdbc.sql("update upload set status = ? where id = ?").params(status, upload.id().value()).update());
    }

    private long count(String table) {
        return Objects.requireNonNull(transactions.execute(status -> jdbc.sql("select count(*) from " + table).query((row, number) -> row.getLong(1)).single()));
    }

    private List<UUID> tasksCalls(TaskId task) {
        return Objects.requireNonNull(transactions.execute(status -> jdbc.sql("select call_id from assignment where task_id = ?").param(task.value())
                .query((row, number) -> row.getObject(1, UUID.class)).list()));
    }

    /** Whether a text stands in any row of what an erasure and its audit leave. */
    private boolean holdsAnywhere(String text) {
        return Objects.requireNonNull(transactions.execute(status -> List.of("message", "llm_call", "erasure", "audit_entry", "job_request", "finding").stream()
                .anyMatch(table -> jdbc.sql("select exists (select from %s t where strpos(lower(t::text), ?) > 0)".formatted(table)).param(text)
                        .query((row, number) -> row.getBoolean(1)).single())));
    }

    private static String text(StoredCall call) {
        return CanonicalJson.text(call.call());
    }

    private static String line(String prompt, String answer) {
        return "{\"request\":{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]},\"response\":{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"%s\"}}]}}\n"
                .formatted(prompt, answer);
    }
}
