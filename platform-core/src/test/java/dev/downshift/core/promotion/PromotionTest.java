package dev.downshift.core.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downshift.core.AccessDenied;
import dev.downshift.core.Conflict;
import dev.downshift.core.CoreTest;
import dev.downshift.core.InvalidInput;
import dev.downshift.core.NotFound;
import dev.downshift.core.Organizations;
import dev.downshift.core.Text;
import dev.downshift.core.audit.AuditEntry;
import dev.downshift.core.audit.AuditTrail;
import dev.downshift.core.routing.Mode;
import dev.downshift.core.routing.RouteView;
import dev.downshift.core.routing.Routes;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.ApiKey;
import dev.downshift.core.tenancy.ApiKeys;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.Role;
import dev.downshift.core.tenancy.Scope;
import dev.downshift.db.Database;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@CoreTest
class PromotionTest {

    private static final BigDecimal TENTH = new BigDecimal("0.1");

    @Autowired Promotions promotions;
    @Autowired Routes routes;
    @Autowired AuditTrail audit;
    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired ApiKeys keys;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;
    @Autowired Database database;

    Organizations organizations;
    OrganizationId organization;
    Actor engineer;
    Actor approver;
    EvaluatedCandidate candidate;

    @BeforeEach
    void anEvaluatedCandidate() {
        organizations = new Organizations(onboarding, members);
        organization = organizations.create();
        engineer = organizations.member(organization, Role.ENGINEER);
        approver = organizations.member(organization, Role.APPROVER);
        candidate = EvaluatedCandidate.create(jdbc, transactions, engineer, "PASSED");
    }

    @Test
    void anApprovalByAnotherPersonChangesTheRouteAndIsWrittenDown() {
        PromotionRequestId id = request(Mode.CANARY);
        Actor.run(approver, () -> {
            assertThat(promotions.waiting()).extracting(PromotionView::id).containsExactly(id);
            promotions.approve(id, "The interval is well above the margin.");
            PromotionView decided = promotions.get(id);
            assertThat(decided.status()).isEqualTo(PromotionStatus.APPROVED);
            assertThat(decided.decision()).isNotNull().extracting(PromotionView.Decision::decidedByName).isEqualTo("approver");
            assertThat(decided.evidenceIntact()).isTrue();
            RouteView route = routes.of(candidate.task()).orElseThrow();
            assertThat(route.mode()).isEqualTo(Mode.CANARY);
            assertThat(route.share()).isEqualByComparingTo(TENTH);
            assertThat(audit.list(AuditTrail.Filter.ALL, null).items()).extracting(AuditEntry::action)
                    .startsWith("route.promoted", "promotion.approved", "promotion.requested");
            assertThat(audit.verify().intact()).isTrue();
        });
    }

    @Test
    void evidenceThatTheOwnerOfTheDatabaseChangedIsToldApart() throws SQLException {
        PromotionRequestId id = request(Mode.CANARY);
        assertThat(Actor.<PromotionView, RuntimeException>call(approver, () -> promotions.get(id)).evidenceIntact()).isTrue();
        try (Connection owner = DriverManager.getConnection(database.url(), database.owner().role(), database.owner().password()); Statement statement = owner.createStatement()) {
            statement.execute("set app.organization = '" + organization + "'");
            statement.execute("alter table promotion_request disable trigger user");
            assertThat(statement.executeUpdate("update promotion_request set evidence = evidence || '{\"verdict\": \"BETTER\"}' where id = '" + id + "'")).isOne();
            statement.execute("alter table promotion_request enable trigger user");
        }
        assertThat(Actor.<PromotionView, RuntimeException>call(approver, () -> promotions.get(id)).evidenceIntact()).isFalse();
    }

    @Test
    void nobodyDecidesWhatSheAskedFor() {
        Actor admin = organizations.member(organization, Role.ADMIN);
        PromotionRequestId id = Actor.call(admin, () -> promotions.request(candidate.evaluation(), Mode.SHADOW, BigDecimal.ONE, ""));
        assertThatThrownBy(() -> Actor.run(admin, () -> promotions.approve(id, "fine"))).isInstanceOf(AccessDenied.class);
        assertThat(Actor.<Boolean, RuntimeException>call(admin, () -> promotions.mayDecide(promotions.get(id)))).isFalse();
        assertThatThrownBy(() -> Actor.run(engineer, () -> promotions.approve(id, "fine"))).isInstanceOf(AccessDenied.class);
    }

    @Test
    void theDatabaseRefusesADecisionByTheRequesterToo() {
        PromotionRequestId id = request(Mode.SHADOW);
        assertThatThrownBy(() -> Actor.run(engineer, () -> transactions.executeWithoutResult(status -> {
                    jdbc.sql("update promotion_request set status = 'APPROVED' where id = ?").param(id.value()).update();
                    jdbc.sql("insert into decision (organization_id, promotion_request_id, outcome, comment, decided_by, decided_by_name)"
                                    + " values (?, ?, 'APPROVED', '', ?, 'x')")
                            .params(organization.value(), id.value(), engineer.requirePerson().value()).update();
                })))
                .hasStackTraceContaining("someone else");
        assertThatThrownBy(() -> Actor.run(engineer, () -> transactions.executeWithoutResult(status -> jdbc
                        .sql("update promotion_request set status = 'APPROVED' where id = ?").param(id.value()).update())))
                .hasStackTraceContaining("by a decision");
        assertThatThrownBy(() -> Actor.run(engineer, () -> transactions.executeWithoutResult(status -> jdbc
                        .sql("update promotion_request set evidence = '{}' where id = ?").param(id.value()).update())))
                .hasStackTraceContaining("frozen");
    }

    @Test
    void ofTwoWhoClickTogetherOneDecidesAndTheOtherIsTold() throws Exception {
        Actor other = organizations.member(organization, Role.APPROVER);
        PromotionRequestId id = request(Mode.SHADOW);
        CountDownLatch start = new CountDownLatch(1);
        Callable<String> approve = () -> click(start, approver, () -> promotions.approve(id, "yes"));
        Callable<String> deny = () -> click(start, other, () -> promotions.deny(id, "no"));
        List<String> outcomes;
        try (ExecutorService people = Executors.newFixedThreadPool(2)) {
            var first = people.submit(approve);
            var second = people.submit(deny);
            start.countDown();
            outcomes = List.of(first.get(), second.get());
        }
        assertThat(outcomes).containsOnlyOnce("decided");
        assertThat(outcomes).anyMatch(outcome -> outcome.contains("Reload to see"));
        assertThat(Actor.<PromotionView, RuntimeException>call(approver, () -> promotions.get(id)).decision()).isNotNull();
    }

    @Test
    void aRequestIsWithdrawnByWhoMadeItAndThenDecidedByNobody() {
        PromotionRequestId id = request(Mode.SHADOW);
        assertThatThrownBy(() -> Actor.run(approver, () -> promotions.withdraw(id))).isInstanceOf(AccessDenied.class);
        Actor.run(engineer, () -> promotions.withdraw(id));
        assertThatThrownBy(() -> Actor.run(approver, () -> promotions.approve(id, "late")))
                .isInstanceOf(Conflict.class).hasMessageContaining("withdrawn already");
        assertThat(Actor.call(engineer, () -> routes.of(candidate.task()))).isEmpty();
    }

    @Test
    void aKeyThatMayOnlyReadDoesNotWithdrawItsMakersRequest() {
        PromotionRequestId id = request(Mode.SHADOW);
        ApiKey.Issued issued = Actor.call(engineer, () -> keys.issue("dashboard", Set.of(Scope.READ), null));
        Actor bearer = keys.authenticate(issued.secret()).orElseThrow().actor();
        assertThatThrownBy(() -> Actor.run(bearer, () -> promotions.withdraw(id))).isInstanceOf(AccessDenied.class);
        assertThat(Actor.<PromotionView, RuntimeException>call(engineer, () -> promotions.get(id)).status()).isEqualTo(PromotionStatus.WAITING);
    }

    @Test
    void oneRequestOfATaskWaitsAtATime() {
        request(Mode.SHADOW);
        assertThatThrownBy(() -> request(Mode.FULL)).isInstanceOf(Conflict.class).hasMessageContaining("waits");
    }

    @Test
    void evidenceThatDoesNotAllowItIsRefused() {
        EvaluatedCandidate failed = EvaluatedCandidate.create(jdbc, transactions, engineer, "FAILED");
        assertThatThrownBy(() -> Actor.run(engineer, () -> promotions.request(failed.evaluation(), Mode.SHADOW, TENTH, "")))
                .isInstanceOf(Conflict.class);
        EvaluatedCandidate open = EvaluatedCandidate.create(jdbc, transactions, engineer, "INCONCLUSIVE");
        assertThatThrownBy(() -> Actor.run(engineer, () -> promotions.request(open.evaluation(), Mode.FULL, TENTH, "")))
                .isInstanceOf(Conflict.class);
        assertThatThrownBy(() -> Actor.run(engineer, () -> promotions.request(open.evaluation(), Mode.CANARY, BigDecimal.ONE, "")))
                .isInstanceOf(InvalidInput.class);
    }

    @Test
    void aCommentThatIsTooLongOrCannotBeStoredIsRefusedByName() {
        for (String comment : List.of("x".repeat(Text.LONGEST_COMMENT + 1), "one\0two", "half \ud83d")) {
            assertThatThrownBy(() -> Actor.run(engineer, () -> promotions.request(candidate.evaluation(), Mode.SHADOW, TENTH, comment)))
                    .isInstanceOfSatisfying(InvalidInput.class, refused -> assertThat(refused.field()).isEqualTo("comment"));
        }
        PromotionRequestId id = request(Mode.SHADOW);
        assertThatThrownBy(() -> Actor.run(approver, () -> promotions.approve(id, "one\0two"))).isInstanceOf(InvalidInput.class);
        Actor.run(approver, () -> promotions.approve(id, "x".repeat(Text.LONGEST_COMMENT)));
        assertThatThrownBy(() -> Actor.run(approver, () -> routes.rollBack(candidate.task(), "one\0two")))
                .isInstanceOfSatisfying(InvalidInput.class, refused -> assertThat(refused.field()).isEqualTo("reason"));
    }

    @Test
    @SuppressWarnings("NullAway") // A row that the database refuses for another reason than a second request that waits.
    void anotherRefusalOfTheDatabaseIsNoConflict() {
        assertThatThrownBy(() -> Actor.run(engineer, () -> promotions.request(candidate.evaluation(), null, TENTH, "")))
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void anotherOrganizationSeesNothing() {
        PromotionRequestId id = request(Mode.SHADOW);
        Actor stranger = organizations.member(organizations.create(), Role.OWNER);
        assertThatThrownBy(() -> Actor.run(stranger, () -> promotions.get(id))).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> Actor.run(stranger, () -> promotions.approve(id, "mine now"))).isInstanceOf(NotFound.class);
        assertThat(Actor.<List<PromotionView>, RuntimeException>call(stranger, promotions::waiting)).isEmpty();
    }

    private PromotionRequestId request(Mode mode) {
        return Actor.call(engineer, () -> promotions.request(candidate.evaluation(), mode, TENTH, "Good enough."));
    }

    private static String click(CountDownLatch start, Actor actor, Runnable decision) throws InterruptedException {
        start.await();
        try {
            Actor.run(actor, decision);
            return "decided";
        } catch (Conflict told) {
            return told.getMessage();
        }
    }
}
