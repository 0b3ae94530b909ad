package dev.downshift.core.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.downshift.core.CoreTest;
import dev.downshift.core.Organizations;
import dev.downshift.core.SampleTask;
import dev.downshift.core.SettableClock;
import dev.downshift.core.audit.AuditEntry;
import dev.downshift.core.audit.AuditTrail;
import dev.downshift.core.datasets.DatasetView;
import dev.downshift.core.datasets.Datasets;
import dev.downshift.core.datasets.Split;
import dev.downshift.core.intake.CallFilter;
import dev.downshift.core.intake.CallRetention;
import dev.downshift.core.intake.Calls;
import dev.downshift.core.intake.Ingest;
import dev.downshift.core.intake.IngestRun;
import dev.downshift.core.intake.RecordBatch;
import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.UploadId;
import dev.downshift.core.intake.UploadRetention;
import dev.downshift.core.intake.UploadView;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.limits.IntakePolicies;
import dev.downshift.core.limits.IntakePolicy;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tasks.TaskView;
import dev.downshift.core.tasks.Tasks;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.Role;
import dev.downshift.engine.evaluation.OutputShape;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@CoreTest
class RetentionTest {

    private static final int KEEP = 30;

    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired Uploads uploads;
    @Autowired Calls calls;
    @Autowired Ingest ingest;
    @Autowired Tasks tasks;
    @Autowired Datasets datasets;
    @Autowired IntakePolicies policies;
    @Autowired RetentionRows rows;
    @Autowired CallRetention oldCalls;
    @Autowired UploadRetention oldUploads;
    @Autowired AuditTrail audit;
    @Autowired ApplicationEventPublisher events;
    @Autowired DataSource database;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;

    private final Instant now = Instant.now();
    private final SettableClock clock = new SettableClock(now);
    private Actor admin = Actor.system(new dev.downshift.core.tenancy.OrganizationId(UUID.randomUUID()));

    @BeforeEach
    void anAdmin() {
        Organizations organizations = new Organizations(onboarding, members);
        admin = organizations.member(organizations.create(), Role.ADMIN);
    }

    @Test
    void callsGoWhenTheyGrowOldAndNotBefore() throws Exception {
        UploadId upload = as(() -> {
            UploadId id = ingest(line(60) + line(45) + "not a record\n" + line(10));
            policies.save(keep(KEEP));
            assertThat(retention().preview(KEEP)).isEqualTo(new RetentionPreview(midnight(1), midnight(1 - KEEP), 2, 0));
            return id;
        });

        clock.set(midnight(1).minusSeconds(1));
        retention().runDue();
        assertThat(as(() -> calls.count(CallFilter.ALL))).as("not before midnight").isEqualTo(3);

        clock.set(midnight(1).plusSeconds(60));
        retention().runDue();
        as(() -> {
            assertThat(calls.count(CallFilter.ALL)).isOne();
            UploadView view = uploads.get(upload);
            assertThat(view.calls()).as("what it brought").isEqualTo(3);
            assertThat(view.removed()).isEqualTo(2);
            assertThat(uploads.rejected(upload, null).items()).as("the upload itself is young").hasSize(1);
            assertThat(retention().last()).hasValueSatisfying(pass -> assertThat(pass.calls()).isEqualTo(2));
            return true;
        });

        retention().runDue();
        clock.advance(Duration.ofDays(KEEP + 1));
        retention().runDue();
        as(() -> {
            assertThat(calls.count(CallFilter.ALL)).isZero();
            assertThat(uploads.get(upload).removed()).isEqualTo(3);
            assertThat(uploads.get(upload).rejected()).as("still counted").isOne();
            assertThat(uploads.rejected(upload, null).items()).isEmpty();
            assertThat(passes()).hasSize(2);
            assertThat(audit.verify().intact()).isTrue();
            return true;
        });
    }

    @Test
    void aPassThatIsKilledInTheMiddleEndsAsIfItHadNotBeen() throws Exception {
        UploadId upload = as(() -> {
            UploadId id = ingest(line(60) + line(50) + line(40) + line(1));
            policies.save(keep(KEEP));
            return id;
        });
        clock.set(midnight(1).plusSeconds(1));

        retention(time -> {
            oldCalls.forgetBefore(time);
            throw new IllegalStateException("killed after the calls were gone");
        }).runDue();
        assertThat(as(this::passes)).as("nothing is said to be done yet").isEmpty();
        clock.advance(Duration.ofHours(1));
        retention().runDue();

        as(() -> {
            assertThat(calls.count(CallFilter.ALL)).isOne();
            assertThat(uploads.get(upload).removed()).isEqualTo(3);
            assertThat(passes()).singleElement().satisfies(pass -> assertThat(pass.details().path("calls").asLong()).isEqualTo(3));
            assertThat(retention().last()).hasValueSatisfying(pass -> {
                assertThat(pass.calls()).isEqualTo(3);
                assertThat(pass.finishedAt()).isNotNull();
            });
            return true;
        });
    }

    @Test
    void datasetsAndTheLedgerStayAndTasksAddUpWhatIsLeft() throws Exception {
        TaskId task = as(() -> new SampleTask(uploads, ingest, calls, jdbc, transactions).create("ROUTE", OutputShape.LABEL, 250));
        DatasetView dataset = as(() -> {
            DatasetView frozen = datasets.freeze(task);
            transactions.executeWithoutResult(status -> jdbc.sql("""
                            insert into savings_entry (organization_id, task_id, kind, subject_id, amount, price_version, occurred_at)
                            values (?, ?, 'AVOIDED', ?, 1.25, '1', '2020-01-01')""").params(admin.organization().value(), task.value(), UUID.randomUUID()).update());
            policies.save(keep(KEEP));
            return frozen;
        });

        clock.advance(Duration.ofDays(400));
        retention().runDue();

        as(() -> {
            assertThat(calls.count(CallFilter.ALL)).isZero();
            assertThat(tasks.calls(task)).isEmpty();
            try (var examples = datasets.examples(dataset.id(), Split.TRAIN)) {
                assertThat(examples).hasSize(dataset.train());
            }
            assertThat(count("savings_entry")).isOne();
            assertThat(count("message")).isZero();
            await().atMost(Duration.ofSeconds(20)).until(() -> Actor.call(admin, () -> tasks.get(task).calls()) == 0);
            assertThat(tasks.get(task)).extracting(TaskView::cost, TaskView::promptTokens).containsExactly(null, 0L);
            return true;
        });
    }

    @Test
    void oneWorkerAtATimeLooksThroughAnOrganization() throws Exception {
        as(() -> {
            ingest(line(60));
            return policies.save(keep(KEEP));
        });
        clock.set(midnight(1).plusSeconds(1));

        try (RetentionLock held = RetentionLock.take(database, admin.organization()).orElseThrow()) {
            retention().runDue();
            assertThat(RetentionLock.take(database, held.organization())).isEmpty();
            assertThat(as(() -> calls.count(CallFilter.ALL))).isOne();
        }
        retention().runDue();
        assertThat(as(() -> calls.count(CallFilter.ALL))).isZero();
    }

    @Test
    void whoKeepsEverythingAgainIsLeftAlone() throws Exception {
        as(() -> {
            ingest(line(60));
            policies.save(keep(KEEP));
            return policies.save(IntakePolicy.STANDARD);
        });
        clock.advance(Duration.ofDays(3));
        retention().runDue();
        assertThat(as(() -> calls.count(CallFilter.ALL))).isOne();
    }

    private List<AuditEntry> passes() {
        return audit.list(new AuditTrail.Filter("retention.passed", null, null, null), null).items();
    }

    private long count(String table) {
        return java.util.Objects.requireNonNull(transactions.execute(status -> jdbc.sql("select count(*) from " + table).query((row, number) -> row.getLong(1)).single()));
    }

    private Retention retention() {
        return retention(oldCalls);
    }

    private Retention retention(CallRetention forgetting) {
        return new Retention(rows, policies, calls, forgetting, oldUploads, audit, events, transactions, database, clock);
    }

    private static IntakePolicy keep(int days) {
        return new IntakePolicy(null, null, null, days, null, 1);
    }

    private Instant midnight(int days) {
        return now.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(days));
    }

    private String line(int daysAgo) {
        return "{\"timestamp\":%d,\"request\":{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"%d days ago\"}]},\"response\":{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Done\"}}]}}\n"
                .formatted(now.minus(Duration.ofDays(daysAgo)).getEpochSecond(), daysAgo);
    }

    private UploadId ingest(String file) throws IOException {
        UploadId id = uploads.receive("calls.jsonl", Upload.Source.API, new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8))).id();
        try (IngestRun run = ingest.open(id)) {
            for (RecordBatch batch = run.next(); batch != null; batch = run.next()) {
                RecordBatch next = batch;
                transactions.executeWithoutResult(status -> run.store(next));
            }
        }
        ingest.finish(id);
        return id;
    }

    private <T> T as(Callable<T> work) throws IOException, SQLException {
        try {
            return Actor.call(admin, work::call);
        } catch (IOException | SQLException | RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }
}
