package dev.downshift.core.savings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downshift.core.CoreTest;
import dev.downshift.core.Organizations;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.Role;
import dev.downshift.core.tenancy.Tenant;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@CoreTest
class SavingsLedgerTest {

    private static final Instant DAY = Instant.parse("2026-03-01T12:00:00Z");

    @Autowired SavingsLedger ledger;
    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;

    Actor viewer;
    TaskId first;
    TaskId second;

    @BeforeEach
    void twoTasks() {
        Organizations organizations = new Organizations(onboarding, members);
        OrganizationId organization = organizations.create();
        viewer = organizations.member(organization, Role.VIEWER);
        first = Tenant.call(organization, () -> Objects.requireNonNull(transactions.execute(status -> LedgerTasks.create(jdbc, "first"))));
        second = Tenant.call(organization, () -> Objects.requireNonNull(transactions.execute(status -> LedgerTasks.create(jdbc, "second"))));
    }

    @Test
    void totalsAddUpByTaskAndByDay() {
        Actor.run(viewer, () -> {
            spent(LedgerEntry.Kind.AVOIDED, first, "0.010000001", DAY);
            spent(LedgerEntry.Kind.SERVING, first, "0.001", DAY);
            spent(LedgerEntry.Kind.AVOIDED, second, "0.002", DAY.plusSeconds(86_400));
            spent(LedgerEntry.Kind.TRAINING, second, "0.5", DAY);
            assertThat(ledger.totals(SavingsLedger.Filter.ALL).savings().net()).isEqualByComparingTo("-0.488999999");
            assertThat(ledger.byTask(SavingsLedger.Filter.ALL)).extracting(SavingsLedger.TaskTotals::task).containsExactly(first, second);
            assertThat(ledger.byDay(SavingsLedger.Filter.ALL)).hasSize(2).first().satisfies(day ->
                    assertThat(day.totals().savings().spent()).isEqualByComparingTo("0.501"));
            assertThat(ledger.totals(new SavingsLedger.Filter(second, null, DAY, DAY.plusSeconds(1))).savings().avoided()).isZero();
        });
    }

    @Test
    void enteringTwiceChangesNothingAndAnUnknownTaskIsLeftOut() {
        Actor.run(viewer, () -> {
            UUID run = UUID.randomUUID();
            ledger.spent(LedgerEntry.Kind.TRAINING, first, run, BigDecimal.ONE, "v", DAY);
            ledger.spent(LedgerEntry.Kind.TRAINING, first, run, BigDecimal.TEN, "v", DAY);
            ledger.spent(LedgerEntry.Kind.TRAINING, new TaskId(UUID.randomUUID()), UUID.randomUUID(), BigDecimal.TEN, "v", DAY);
            assertThat(ledger.entries(SavingsLedger.Filter.ALL, null).items()).singleElement().satisfies(entry ->
                    assertThat(entry.amount()).isEqualByComparingTo("1"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"update savings_entry set amount = 0", "delete from savings_entry"})
    void theApplicationOnlyAddsToTheLedger(String rewriting) {
        assertThatThrownBy(() -> Actor.run(viewer, () -> transactions.executeWithoutResult(status -> jdbc.sql(rewriting).update())))
                .hasStackTraceContaining("permission denied");
    }

    @Test
    void entriesComeInPagesNewestFirst() {
        Actor.run(viewer, () -> {
            for (int i = 0; i < 130; i++) {
                spent(LedgerEntry.Kind.SERVING, first, "0.001", DAY.plusSeconds(i));
            }
            var page = ledger.entries(SavingsLedger.Filter.ALL, null);
            assertThat(page.items()).hasSize(100);
            assertThat(page.items().getFirst().occurredAt()).isEqualTo(DAY.plusSeconds(129));
            assertThat(ledger.entries(SavingsLedger.Filter.ALL, page.next()).items()).hasSize(30);
            assertThat(ledger.stream(SavingsLedger.Filter.ALL)).hasSize(130);
        });
    }

    private void spent(LedgerEntry.Kind kind, TaskId task, String amount, Instant at) {
        ledger.spent(kind, task, UUID.randomUUID(), new BigDecimal(amount), "v", at);
    }
}
