package dev.downshift.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.intake.Upload;
import dev.downshift.core.intake.Uploads;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Ends the process that takes a file and reads it at twenty points from its first byte to the last event, lets another go on,
 * ends that too, and compares what there is when a third one is done with what there is when nothing was ended.
 */
@MortalWorkers.Test
class IngestCrashTest {

    private static final int POINTS = 20;
    private static final int RECORDS = 620;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_HAND_OUTS = Duration.ofMillis(500);
    private static final String ANY = "";
    private static final String PART = "a part of the file";
    /** Words of the statements of each phase: receiving, queueing, claiming, beginning, redacting, storing, finishing, listening, and the commits of them all. */
    private static final List<String> PHASES = List.of(PART, "insert into job_request", "job_request set attempts", "case when cancel_requested", "select id, last_used from message",
            "insert into llm_call", "update upload set records", "'INGESTED'", "discovery_run", "commit");

    @Autowired Onboarding onboarding;
    @Autowired Uploads uploads;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;
    @Autowired LostEvents lostEvents;
    @Autowired MortalWorkers workers;

    private EndState endState;

    @BeforeEach
    void anEndState() {
        endState = new EndState(jdbc, transactions);
    }

    @Test
    void whereverAProcessEndsAndTheNextOneTooTheEndIsTheSame() throws InterruptedException {
        Run undisturbed = new Run();
        List<String> steps = undisturbed.until(ANY, Long.MAX_VALUE);
        Map<String, List<String>> expected = endState.of(undisturbed.organization);
        assertThat(expected).containsKeys("llm_call", "message", "finding", "rejected_record", "upload", "job_request", "audit_entry");
        assertThat(expected.get("llm_call")).hasSize(RECORDS - 1);
        assertThat(PHASES).allSatisfy(phase -> assertThat(steps).anyMatch(step -> step.contains(phase)));

        Random random = new Random(20_260_131);
        for (int point = 0; point < POINTS; point++) {
            String phase = PHASES.get(point % PHASES.size());
            long times = 1 + random.nextLong(steps.stream().filter(step -> step.contains(phase)).count());
            Run run = new Run();
            int first = run.until(phase, times).size();
            long second = 1 + random.nextLong(Math.max(1, steps.size() - first));
            run.until(ANY, second);
            run.until(ANY, Long.MAX_VALUE);

            assertThat(EndState.difference(expected, endState.of(run.organization)))
                    .as("ended at '%s' number %d, and then after %d more steps", phase, times, second).isEmpty();
        }
    }

    /** One organization that sends one file, whatever happens to the process that takes it. */
    private final class Run {
        private final OrganizationId organization;
        private final Actor system;
        private volatile boolean received;
        private volatile Instant handedOut = Instant.MIN;

        Run() {
            String unique = UUID.randomUUID().toString().substring(0, 8);
            organization = onboarding.createOrganization("Organization", "organization-" + unique, new NewPerson(unique + "@example.com", "Owner", "a password for tests"));
            system = Actor.system(organization);
        }

        /** Lets a process take the file, unless it is taken, and read it; answers its steps. */
        List<String> until(String word, long times) throws InterruptedException {
            try (MortalDatabase.Life life = workers.life(word, times)) {
                handedOut = Instant.now();
                goOn(life);
                return life.steps();
            }
        }

        private void goOn(MortalDatabase.Life life) throws InterruptedException {
            life.start(() -> {
                if (!received) {
                    Actor.run(system, () -> receive(life));
                    received = true;
                }
                workers.work(1);
            });
            await(() -> life.hasEnded() || isDone());
        }

        private void receive(MortalDatabase.Life life) {
            try (InputStream file = new Steps(file(), life)) {
                uploads.receive("log.jsonl", Upload.Source.API, file);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        /** Events that a process was told of and did not finish with are handed out again by whoever is there. */
        private boolean isDone() {
            if (!isRead()) {
                return false;
            }
            if (openEvents() > 0 && Instant.now().isAfter(handedOut.plus(BETWEEN_HAND_OUTS))) {
                handedOut = Instant.now();
                lostEvents.handOutAgain();
            }
            return openEvents() == 0;
        }

        private boolean isRead() {
            return Actor.call(system, () -> Boolean.TRUE.equals(transactions.execute(status -> jdbc.sql("""
                            select exists (select 1 from upload where status = 'INGESTED')
                                and not exists (select 1 from job_request where kind = 'INGEST' and organization_id = ? and finished_at is null)""")
                    .param(organization.value()).query((row, number) -> row.getBoolean(1)).single())));
        }

        private long openEvents() {
            return jdbc.sql("select count(*) from event_publication where completion_date is null and serialized_event like ?")
                    .param("%" + organization + "%").query((row, number) -> row.getLong(1)).single();
        }
    }

    private static void await(BooleanSupplier reached) throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!reached.getAsBoolean()) {
            assertThat(Instant.now()).as("not reached within %s", PATIENCE).isBefore(deadline);
            Thread.sleep(10);
        }
    }

    private static byte[] file() {
        return IntStream.range(0, RECORDS).mapToObj(index -> index == 17 ? "{\"broken\": " : ("{\"timestamp\":%d,\"session_id\":\"run %d\",\"request\":{\"model\":\"gpt-4o\",\"messages\":["
                        + "{\"role\":\"system\",\"content\":\"Sort the ticket.\"},{\"role\":\"user\",\"content\":\"Order %d of customer%d@example.com is late\"}]},"
                        + "\"response\":{\"id\":\"chatcmpl-of-order-%d\",\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"late %d\"},\"finish_reason\":\"stop\"}]}}")
                        .formatted(1_700_000_000 + index, index / 7, index, index, index, index))
                .collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8);
    }

    /** A file of which each part that is read is a step of the process that reads it. */
    private static final class Steps extends ByteArrayInputStream {
        private final MortalDatabase.Life life;

        Steps(byte[] file, MortalDatabase.Life life) {
            super(file);
            this.life = life;
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            life.step(PART);
            return super.read(target, offset, length);
        }
    }
}
