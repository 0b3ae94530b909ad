package dev.downshift.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downshift.core.CoreTest;
import dev.downshift.core.Organizations;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.Role;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@CoreTest
class AuditTrailTest {

    @Autowired AuditTrail trail;
    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;

    OrganizationId organization;
    Actor engineer;

    @BeforeEach
    void anEngineer() {
        Organizations organizations = new Organizations(onboarding, members);
        organization = organizations.create();
        engineer = organizations.member(organization, Role.ENGINEER);
    }

    @Test
    void theChainHoldsWhateverTheDetails() {
        append(Map.of("number", 1.0e-7, "nested", Map.of("b", List.of(1, 2.50, "ü"), "a", true)));
        append(Map.of("huge", new java.math.BigDecimal("12345678901234567890.10"), "text", "\"quoted\"\n"));
        Actor.run(engineer, () -> {
            assertThat(trail.verify().intact()).isTrue();
            List<AuditEntry> entries = trail.list(AuditTrail.Filter.ALL, null).items();
            assertThat(entries.getFirst().actorName()).isEqualTo("engineer");
            assertThat(entries).extracting(AuditEntry::action).contains("organization.created", "member.added", "test.done");
        });
    }

    @Test
    void writersAtTheSameTimeLeaveNoGapAndNoFork() throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 40; i++) {
                executor.execute(() -> append(Map.of()));
            }
        }
        Actor.run(engineer, () -> assertThat(trail.verify()).satisfies(found -> {
            assertThat(found.intact()).isTrue();
            assertThat(found.entries()).isGreaterThanOrEqualTo(40);
        }));
    }

    @Test
    void theApplicationCannotRewriteHistory() {
        append(Map.of());
        assertThatThrownBy(() -> Actor.run(engineer, () -> transactions.executeWithoutResult(
                        status -> jdbc.sql("update audit_entry set actor_name = 'someone else'").update())))
                .hasStackTraceContaining("permission denied");
    }

    private void append(Map<String, ?> details) {
        Actor.run(engineer, () -> transactions.executeWithoutResult(
                status -> trail.append("test.done", "test", "1", details)));
    }
}
