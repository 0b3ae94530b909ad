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
import dev.downshift.db.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    @Autowired Database database;

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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            update audit_entry set actor_name = 'someone else' where sequence = 3 | 3
            update audit_entry set details = '{"share": 1}' where sequence = 3 | 3
            delete from audit_entry where sequence = 3 | 4
            update audit_entry set sequence = case sequence when 3 then 1003 else 1004 end where sequence in (3, 4);update audit_entry set sequence = 1007 - sequence where sequence > 1000 | 3
            """)
    void whoOwnsTheDatabaseCannotRewriteHistoryUnnoticed(String rewriting, long brokenAt) throws SQLException {
        for (int entry = 0; entry < 6; entry++) {
            append(Map.of("entry", entry));
        }
        Actor.run(engineer, () -> assertThat(trail.verify().brokenAt()).isNull());
        try (Connection owner = DriverManager.getConnection(database.url(), database.owner().role(), database.owner().password()); Statement statement = owner.createStatement()) {
            statement.execute("set app.organization = '" + organization + "'");
            for (String one : rewriting.split(";", -1)) {
                assertThat(statement.executeUpdate(one)).isPositive();
            }
        }
        Actor.run(engineer, () -> assertThat(trail.verify().brokenAt()).isEqualTo(brokenAt));
    }

    private void append(Map<String, ?> details) {
        Actor.run(engineer, () -> transactions.executeWithoutResult(
                status -> trail.append("test.done", "test", "1", details)));
    }
}
