package dev.downshift.web.savings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.savings.LedgerEntry;
import dev.downshift.core.savings.SavingsLedger;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.Tenant;
import dev.downshift.web.Visitor;
import dev.downshift.web.WebTest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@WebTest
class SavingsPagesTest {

    private static final String PASSWORD = "a long enough password";
    private static final Instant DAY = Instant.parse("2026-03-01T12:00:00Z");

    @Autowired Onboarding onboarding;
    @Autowired SavingsLedger ledger;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;

    @LocalServerPort int port;

    private final String unique = UUID.randomUUID().toString().substring(0, 8);
    private OrganizationId organization = new OrganizationId(new UUID(0, 0));
    private Visitor visitor = new Visitor(0);

    @BeforeEach
    void someone() {
        String email = "saver-" + unique + "@example.com";
        organization = onboarding.createOrganization("Team " + unique, "team-" + unique, new NewPerson(email, "Ada", PASSWORD));
        visitor = new Visitor(port).signIn(email, PASSWORD);
    }

    @Test
    void nothingSavedYetSaysWhatToDo() {
        assertThat(visitor.get("/savings").body()).contains("Nothing saved yet").contains("/promotions").doesNotContain("??");
    }

    @Test
    void theNetSavingStandsWithItsPartsDaysAndTasks() {
        enter(LedgerEntry.Kind.AVOIDED, "2.50", "2025-08");
        enter(LedgerEntry.Kind.AVOIDED, "0", LedgerEntry.UNKNOWN_PRICE);
        enter(LedgerEntry.Kind.SERVING, "0.25", "2025-08");
        enter(LedgerEntry.Kind.TRAINING, "1.00", "2025-08");

        assertThat(visitor.get("/savings").body())
                .contains("$1.25").contains("−$0.25").contains("counts as nothing saved").contains("Route tickets").contains("2026-03-01")
                .contains("class=\"estimate\"").contains("/savings/entries?kind=TRAINING").doesNotContain("??");
        assertThat(visitor.get("/savings/entries?kind=avoided").body()).contains("no price known").contains("2 entries shown").contains("/calls/").doesNotContain("??");
        assertThat(visitor.get("/savings.csv").body().lines()).hasSize(5).first().isEqualTo("occurred_at,task,task_id,kind,subject_id,amount_usd,price_version");
        assertThat(visitor.get("/savings/entries?kind=nonsense").statusCode()).isEqualTo(404);
    }

    private void enter(LedgerEntry.Kind kind, String amount, String priceVersion) {
        Tenant.run(organization, () -> ledger.spent(kind, task(), UUID.randomUUID(), new BigDecimal(amount), priceVersion, DAY));
    }

    private TaskId task() {
        return Objects.requireNonNull(transactions.execute(status -> {
            UUID site = jdbc.sql("""
                            insert into call_site (organization_id, name, template, signature, tool_names, response_shape, calls)
                            values (current_organization(), 'site', '', '{}', '{}', 'TEXT', 0) returning id""")
                    .query((row, number) -> row.getObject(1, UUID.class)).single();
            return new TaskId(jdbc.sql("""
                            insert into task (organization_id, call_site_id, name, description, status, current_version, output_shape, calls, failed_calls,
                                prompt_tokens, completion_tokens, calls_priced, worthiness, worth_moving, reasons)
                            values (current_organization(), ?, 'Route tickets', '', 'ACTIVE', 1, 'TEXT', 0, 0, 0, 0, 0, 0, false, '[]') returning id""")
                    .param(site).query((row, number) -> row.getObject(1, UUID.class)).single());
        }));
    }
}
