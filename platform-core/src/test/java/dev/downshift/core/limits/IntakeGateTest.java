package dev.downshift.core.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downshift.core.CoreTest;
import dev.downshift.core.LimitReached;
import dev.downshift.core.Organizations;
import dev.downshift.core.SettableClock;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionOperations;

@CoreTest
class IntakeGateTest {

    private static final long LIMIT = 1_000_000;

    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired IntakePolicies policies;
    @Autowired IntakeDays days;
    @Autowired TransactionOperations transactions;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-01T22:00:00Z"));
    private OrganizationId organization = new OrganizationId(UUID.randomUUID());
    private IntakeGate gate;

    @BeforeEach
    void anOrganization() {
        Organizations organizations = new Organizations(onboarding, members);
        organization = organizations.create();
        Actor.run(organizations.member(organization, Role.ADMIN), () -> policies.save(new IntakePolicy(2, 100, LIMIT, null, null, 1)));
        gate = process();
    }

    @Test
    void filesOfSeveralProcessesNeverExceedTheDay() throws Exception {
        List<IntakeGate> processes = List.of(process(), process(), process());
        List<Callable<Boolean>> sendings = new ArrayList<>();
        for (int file = 0; file < 60; file++) {
            IntakeGate process = processes.get(file % processes.size());
            sendings.add(() -> countedFile(process, 30_000));
        }
        int in = 0;
        try (ExecutorService senders = Executors.newFixedThreadPool(6)) {
            for (Future<Boolean> sent : senders.invokeAll(sendings)) {
                in += sent.get() ? 1 : 0;
            }
        }
        assertThat(in).isEqualTo(33);
        assertThat(today().bytes()).isEqualTo(33 * 30_000L);
    }

    @Test
    void aFileIsReadNoFurtherThanTheDayHasRoomFor() {
        assertThat(countedFile(gate, 900_000)).isTrue();

        Actor.run(Actor.system(organization), () -> {
            assertThatCode(() -> gate.file(new ByteArrayInputStream(new byte[100_000])).readAllBytes()).doesNotThrowAnyException();
            ByteArrayInputStream larger = new ByteArrayInputStream(new byte[500_000]);
            assertThatThrownBy(() -> gate.file(larger).readAllBytes()).isInstanceOfSatisfying(LimitReached.class, limit -> {
                assertThat(limit.used()).isEqualTo(900_000);
                assertThat(limit.retryAfterSeconds()).as("until midnight").isEqualTo(7_200);
            });
            assertThat(larger.available()).as("what was not read").isGreaterThan(300_000);
        });
    }

    @Test
    void aDayEndsAtMidnightUtc() throws IOException {
        assertThat(countedFile(gate, LIMIT)).isTrue();
        assertThatThrownBy(() -> gate.admit(organization, 1, 10)).isInstanceOf(LimitReached.class);
        Actor.run(Actor.system(organization), () -> assertThatThrownBy(() -> gate.file(new ByteArrayInputStream(new byte[1]))).isInstanceOf(LimitReached.class));

        clock.advance(Duration.ofHours(2));

        gate.admit(organization, 1, 10);
        assertThat(countedFile(gate, LIMIT)).isTrue();
    }

    @Test
    void spansThatAreOnTheWayCountBeforeTheDatabaseKnowsThem() {
        gate.admit(organization, 1, 600_000);
        assertThatThrownBy(() -> gate.admit(organization, 1, 600_000)).isInstanceOf(LimitReached.class).hasMessageContaining("600,000 came in today");

        Actor.run(Actor.system(organization), () -> transactions.executeWithoutResult(status -> gate.countLive(600_000)));
        clock.advance(Duration.ofSeconds(2));

        assertThatThrownBy(() -> gate.admit(organization, 1, 600_000)).as("counted once, not twice").hasMessageContaining("600,000 came in today");
        gate.admit(organization, 1, 400_000);
    }

    @Test
    void requestsAndSpansComeNoFasterThanTheirRates() {
        for (int request = 0; request < 10; request++) {
            gate.admit(organization, 1, 10);
        }
        assertThatThrownBy(() -> gate.admit(organization, 1, 10)).hasMessageContaining("2 requests a second");
        clock.advance(Duration.ofSeconds(5));
        gate.admit(organization, 700, 10);
        assertThatThrownBy(() -> gate.admit(organization, 1, 10)).isInstanceOfSatisfying(LimitReached.class, limit -> {
            assertThat(limit.limit()).isEqualTo("spansPerSecond");
            assertThat(limit.retryAfterSeconds()).isBetween(1L, 4L);
        });
    }

    @Test
    void linesOfTheGatewayThatFindNoRoomAreDroppedAndCounted() {
        assertThat(countedFile(gate, 999_990)).isTrue();

        assertThat(gate.keeps(organization, 10)).isTrue();
        assertThat(gate.keeps(organization, 10)).isFalse();
        gate.dropped(organization, 1);

        assertThat(today().droppedCalls()).isOne();
        assertThat(gate.keeps(new OrganizationId(UUID.randomUUID()), Long.MAX_VALUE / 2)).as("no policy, no limit").isTrue();
    }

    /** Another process of the platform: what it holds in memory is its own. */
    private IntakeGate process() {
        return new IntakeGate(policies, days, clock);
    }

    private boolean countedFile(IntakeGate process, long bytes) {
        return Actor.call(Actor.system(organization), () -> {
            try {
                transactions.executeWithoutResult(status -> process.countFile(bytes));
                return true;
            } catch (LimitReached limit) {
                return false;
            }
        });
    }

    private IntakeDay today() {
        return Actor.call(Actor.system(organization), gate::today);
    }
}
