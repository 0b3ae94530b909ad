package dev.downshift.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downshift.core.jobs.JobKind;
import dev.downshift.core.jobs.JobQueue;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.InvalidJobParametersException;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;

/** The queue's promises: each request is done once, as its organization, and one that lost its worker goes on. */
@SpringBootTest(
        classes = JobLoopTest.Application.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {"downshift.database.mode=temporary", "downshift.worker.poll=20ms", "downshift.worker.concurrency.discovery=2"})
class JobLoopTest {

    private static final int ITEMS = 30;

    @SpringBootConfiguration
    @EnableAutoConfiguration(exclude = WorkerConfiguration.class)
    @EnableConfigurationProperties(WorkerProperties.class)
    @Import({JobLoop.class, JobArrivals.class, JobClaims.class, JobRunner.class, ExitMessages.class, CountingJob.class})
    static class Application {}

    /** A job that remembers what it wrote and for whom, and can be told where to break. */
    @TestConfiguration
    static class CountingJob {
        static final List<Integer> WRITTEN = Collections.synchronizedList(new ArrayList<>());
        static final List<OrganizationId> ACTED_FOR = Collections.synchronizedList(new ArrayList<>());
        static final AtomicInteger BREAK_AT = new AtomicInteger(Integer.MAX_VALUE);
        static final AtomicInteger REFUSALS = new AtomicInteger();
        static final Map<UUID, String> GIVEN_UP = new ConcurrentHashMap<>();

        @Bean
        JobSubject subject() {
            return new JobSubject(JobKind.DISCOVERY, GIVEN_UP::put);
        }

        @Bean
        Job discovery(JobRepository repository, PlatformTransactionManager transactions) {
            var reader = new RestartableNumbers(ITEMS);
            ItemWriter<Integer> writer = chunk -> {
                if (chunk.getItems().contains(BREAK_AT.get())) {
                    throw new IllegalStateException("told to break");
                }
                ACTED_FOR.add(Actor.current().organization());
                WRITTEN.addAll(chunk.getItems());
            };
            var step = new StepBuilder("numbers", repository)
                    .<Integer, Integer>chunk(10)
                    .transactionManager(transactions)
                    .reader(reader)
                    .writer(writer)
                    .stream(reader)
                    .build();
            return new JobBuilder("discovery", repository).validator(parameters -> mayStart()).start(step).build();
        }

        private static void mayStart() throws InvalidJobParametersException {
            if (REFUSALS.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new InvalidJobParametersException("told to refuse");
            }
        }
    }

    @Autowired
    private JobQueue queue;

    @Autowired
    private Onboarding onboarding;

    @Autowired
    private TransactionOperations transactions;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private DataSource dataSource;

    @Autowired
    private JobClaims claims;

    @Autowired
    private JobLoop loop;

    @BeforeEach
    void forget() {
        CountingJob.WRITTEN.clear();
        CountingJob.ACTED_FOR.clear();
        CountingJob.BREAK_AT.set(Integer.MAX_VALUE);
        CountingJob.REFUSALS.set(0);
        if (!loop.isRunning()) {
            loop.start();
        }
    }

    @Test
    void doesARequestOnceAsItsOrganization() {
        var organization = organization();
        var subject = UUID.randomUUID();

        enqueue(organization, subject);
        enqueue(organization, subject);

        assertThat(outcomeOf(subject)).isEqualTo("COMPLETED");
        assertThat(CountingJob.WRITTEN).hasSize(ITEMS).doesNotHaveDuplicates();
        assertThat(CountingJob.ACTED_FOR).containsOnly(organization);
    }

    @Test
    void saysThatAJobFailed() {
        CountingJob.BREAK_AT.set(15);
        var subject = UUID.randomUUID();

        enqueue(organization(), subject);

        assertThat(outcomeOf(subject)).isEqualTo("FAILED");
    }

    @Test
    void keepsTheWordsOfAnErrorOutOfTheJobRepository() {
        CountingJob.BREAK_AT.set(15);
        var subject = UUID.randomUUID();

        enqueue(organization(), subject);

        assertThat(outcomeOf(subject)).isEqualTo("FAILED");
        for (var table : List.of("batch_job_execution", "batch_step_execution")) {
            assertThat(jdbc.sql("select exit_message from " + table + " where job_execution_id = ?").param(execution(subject)).query(String.class).single())
                    .contains("java.lang.IllegalStateException").doesNotContain("told to break", "\n");
        }
    }

    @Test
    void triesAFewTimesWhatCannotBeRunAndThenSaysWhy() {
        var subject = UUID.randomUUID();
        CountingJob.REFUSALS.set(Integer.MAX_VALUE);

        enqueue(organization(), subject);

        assertThat(outcomeOf(subject)).isEqualTo("FAILED");
        assertThat(CountingJob.GIVEN_UP.get(subject)).contains("5 attempts");
    }

    @Test
    void runsWhatCouldNotBeRunAtFirst() {
        var subject = UUID.randomUUID();
        CountingJob.REFUSALS.set(2);

        enqueue(organization(), subject);

        assertThat(outcomeOf(subject)).isEqualTo("COMPLETED");
        assertThat(CountingJob.GIVEN_UP).doesNotContainKey(subject);
    }

    @Test
    void keepsARequestThatWasMadeAgainWhileAWorkerWasAtIt() throws SQLException {
        loop.stop();
        var organization = organization();
        var subject = UUID.randomUUID();
        enqueue(organization, subject);

        try (var first = claims.claim(JobKind.DISCOVERY).orElseThrow()) {
            enqueue(organization, subject);
            first.finish("FAILED");
        }

        try (var second = claims.claim(JobKind.DISCOVERY).orElseThrow()) {
            assertThat(second.request().subject()).isEqualTo(subject);
            second.finish("COMPLETED");
        }
        assertThat(claims.claim(JobKind.DISCOVERY)).isEmpty();
    }

    @Test
    void goesOnFromTheLastChunkWhenTheWorkerWasKilled() {
        CountingJob.BREAK_AT.set(15);
        var organization = organization();
        var subject = UUID.randomUUID();
        enqueue(organization, subject);
        outcomeOf(subject);
        leaveAsAKilledWorkerWould(subject);
        CountingJob.BREAK_AT.set(Integer.MAX_VALUE);

        enqueue(organization, subject);

        assertThat(outcomeOf(subject)).isEqualTo("COMPLETED");
        assertThat(CountingJob.WRITTEN).hasSize(ITEMS).doesNotHaveDuplicates();
    }

    @Test
    void leavesARequestToTheWorkerThatHoldsIt() throws SQLException {
        loop.stop();
        enqueue(organization(), UUID.randomUUID());

        try (var first = claims.claim(JobKind.DISCOVERY).orElseThrow()) {
            assertThat(claims.claim(JobKind.DISCOVERY)).isEmpty();
            first.finish("COMPLETED");
        }
        assertThat(claims.claim(JobKind.DISCOVERY)).isEmpty();
    }

    @Test
    void freesARequestWhenItsWorkerIsGone() throws SQLException {
        loop.stop();
        enqueue(organization(), UUID.randomUUID());

        claims.claim(JobKind.DISCOVERY).orElseThrow().close();

        try (var second = claims.claim(JobKind.DISCOVERY).orElseThrow()) {
            second.finish("COMPLETED");
        }
    }

    @Test
    void givesBackItsLockWhenTheClaimFails() throws SQLException {
        loop.stop();
        var subject = UUID.randomUUID();
        enqueue(organization(), subject);
        attempts(subject, Integer.MAX_VALUE);

        assertThatThrownBy(() -> claims.claim(JobKind.DISCOVERY)).hasMessageContaining("out of range");
        assertThat(jdbc.sql("select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())")
                .query(Long.class).single()).isZero();

        attempts(subject, 0);
        try (var claim = claims.claim(JobKind.DISCOVERY).orElseThrow()) {
            claim.finish("COMPLETED");
        }
    }

    @Test
    void findsTheOneRequestThatIsFreeBehindManyThatAreHeld() throws SQLException {
        loop.stop();
        var organization = organization();
        for (int held = 0; held < 60; held++) {
            enqueue(organization, UUID.randomUUID());
        }
        try (var other = dataSource.getConnection(); var statement = other.createStatement()) {
            statement.execute("select pg_advisory_lock(hashtextextended('job_request:' || id::text, 0)) from job_request where finished_at is null");
            var free = UUID.randomUUID();
            enqueue(organization, free);
            try (var claim = claims.claim(JobKind.DISCOVERY).orElseThrow()) {
                assertThat(claim.request().subject()).isEqualTo(free);
                assertThat(claims.claim(JobKind.DISCOVERY)).isEmpty();
                claim.finish("COMPLETED");
            }
            statement.execute("select pg_advisory_unlock_all()");
        }
        jdbc.sql("update job_request set finished_at = now() where finished_at is null").update();
    }

    @Test
    void forgetsARequestAndItsJobAMonthAfterTheirEnd() throws SQLException {
        var organization = organization();
        var done = UUID.randomUUID();
        enqueue(organization, done);
        outcomeOf(done);
        loop.stop();
        var waiting = UUID.randomUUID();
        enqueue(organization, waiting);

        spent(29).remove();
        assertThat(kept(done)).isEqualTo(2);

        spent(31).remove();
        assertThat(kept(done)).isZero();
        try (var claim = claims.claim(JobKind.DISCOVERY).orElseThrow()) {
            assertThat(claim.request().subject()).isEqualTo(waiting);
            claim.finish("COMPLETED");
        }
    }

    @Test
    void forgetsFailedSignInsThatCountNoLonger() {
        jdbc.sql("insert into sign_in_failure (subject_hash, failed_at) select '\\x01', now() from generate_series(1, 1500)").update();

        spent(0).remove();
        assertThat(failedSignIns()).isEqualTo(1_500);

        spent(1).remove();
        assertThat(failedSignIns()).isZero();
    }

    private void attempts(UUID subject, int attempts) {
        jdbc.sql("update job_request set attempts = ? where subject_id = ?").params(attempts, subject).update();
    }

    private SpentRows spent(int days) {
        return new SpentRows(jdbc, Clock.offset(Clock.systemUTC(), Duration.ofDays(days)));
    }

    /** Rows of the queue and jobs that were about a subject. */
    private int kept(UUID subject) {
        return jdbc.sql("""
                        select (select count(*) from job_request where subject_id = ?)
                             + (select count(*) from batch_job_execution_params where parameter_value = ?::text)""")
                .params(subject, subject).query((row, i) -> row.getInt(1)).single();
    }

    private int failedSignIns() {
        return jdbc.sql("select count(*) from sign_in_failure").query((row, i) -> row.getInt(1)).single();
    }

    private OrganizationId organization() {
        var unique = UUID.randomUUID().toString().substring(0, 8);
        return onboarding.createOrganization("Organization", "organization-" + unique,
                new NewPerson(unique + "@example.com", "Owner", "a password for tests"));
    }

    private void enqueue(OrganizationId organization, UUID subject) {
        Actor.run(Actor.system(organization),
                () -> transactions.executeWithoutResult(status -> queue.enqueue(JobKind.DISCOVERY, subject)));
    }

    /** The repository after kill -9: started, and never ended. */
    private void leaveAsAKilledWorkerWould(UUID subject) {
        var execution = execution(subject);
        for (var table : List.of("batch_job_execution", "batch_step_execution")) {
            jdbc.sql("update " + table + " set status = 'STARTED', exit_code = 'UNKNOWN', end_time = null where job_execution_id = ?")
                    .param(execution)
                    .update();
        }
    }

    private long execution(UUID subject) {
        return jdbc.sql("select max(job_execution_id) from batch_job_execution_params where parameter_value = ?")
                .param(subject.toString())
                .query((row, i) -> row.getLong(1))
                .single();
    }

    private String outcomeOf(UUID subject) {
        var deadline = Instant.now().plus(Duration.ofSeconds(30));
        while (Instant.now().isBefore(deadline)) {
            var outcomes = jdbc.sql("select coalesce(outcome, '') from job_request where subject_id = ? order by requested_at desc limit 1")
                    .param(subject)
                    .query((row, i) -> row.getString(1))
                    .list();
            if (!outcomes.isEmpty() && !outcomes.getFirst().isEmpty()) {
                return outcomes.getFirst();
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("the request was not finished within 30 s");
    }
}
