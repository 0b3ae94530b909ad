package dev.downshift.core.promotion;

import dev.downshift.core.Conflict;
import dev.downshift.core.Cursor;
import dev.downshift.core.InvalidInput;
import dev.downshift.core.NotFound;
import dev.downshift.core.Page;
import dev.downshift.core.Text;
import dev.downshift.core.audit.AuditTrail;
import dev.downshift.core.evaluation.EvaluationId;
import dev.downshift.core.evaluation.EvaluationView;
import dev.downshift.core.evaluation.Evaluations;
import dev.downshift.core.routing.Mode;
import dev.downshift.core.routing.Routes;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.PersonId;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Requests and decisions in the database, whose triggers hold to the same rules. */
@Service
@Transactional
class StoredPromotions implements Promotions {

    private static final String ONE_WAITS = "promotion_request_one_waiting";

    private final PromotionRequests requests;
    private final PromotionRows rows;
    private final Evaluations evaluations;
    private final Evidence evidence;
    private final Routes routes;
    private final AuditTrail audit;
    private final JdbcClient jdbc;
    private final Clock clock;

    StoredPromotions(PromotionRequests requests, PromotionRows rows, Evaluations evaluations, Evidence evidence, Routes routes,
            AuditTrail audit, JdbcClient jdbc, Clock clock) {
        this.requests = requests;
        this.rows = rows;
        this.evaluations = evaluations;
        this.evidence = evidence;
        this.routes = routes;
        this.audit = audit;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public PromotionRequestId request(EvaluationId evaluationId, Mode mode, BigDecimal share, String comment) {
        Actor.current().require(Permission.REQUEST_PROMOTION);
        EvaluationView evaluation = evaluations.get(evaluationId);
        requireEvidence(evaluation, mode);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        PromotionRequest request;
        try {
            request = requests.saveAndFlush(new PromotionRequest(evaluation, mode, shareOf(mode, share),
                    evidence.freeze(evaluation, now), Text.comment("comment", comment), now));
        } catch (DataIntegrityViolationException e) {
            if (e.getCause() instanceof ConstraintViolationException violation && ONE_WAITS.equals(violation.getConstraintName())) {
                throw new Conflict("Another promotion of this task waits for a decision. Decide or withdraw it first.");
            }
            throw e;
        }
        audit.append("promotion.requested", "promotion", request.id(), Map.of("task", request.task().toString(),
                "evaluation", evaluationId.toString(), "mode", mode.name(), "evidence", hex(request)));
        return request.id();
    }

    @Override
    public void approve(PromotionRequestId id, String comment) {
        PromotionRequest request = decide(id, true, comment);
        routes.apply(request.approved(comment.strip()));
    }

    @Override
    public void deny(PromotionRequestId id, String comment) {
        decide(id, false, comment);
    }

    @Override
    public void withdraw(PromotionRequestId id) {
        Actor.current().require(Permission.REQUEST_PROMOTION);
        PromotionRequest request = find(id);
        request.withdraw(Actor.current().requirePerson());
        save(request);
        audit.append("promotion.withdrawn", "promotion", id, Map.of("evidence", hex(request)));
    }

    @Override
    @Transactional(readOnly = true)
    public PromotionView get(PromotionRequestId id) {
        return rows.find(id).orElseThrow(() -> new NotFound("promotion request"));
    }

    @Override
    @Transactional(readOnly = true)
    public Page<PromotionView> list(@Nullable PromotionStatus status, @Nullable TaskId task, @Nullable String cursor) {
        return rows.list(status, task, Cursor.parse(cursor));
    }

    @Override
    @Transactional(readOnly = true)
    public List<PromotionView> waiting() {
        return rows.waiting();
    }

    @Override
    public boolean mayDecide(PromotionView request) {
        Actor actor = Actor.current();
        return request.status() == PromotionStatus.WAITING && actor.may(Permission.DECIDE_PROMOTION)
                && actor.person() != null && !request.requestedBy().equals(actor.person());
    }

    private PromotionRequest decide(PromotionRequestId id, boolean approve, String comment) {
        Actor actor = Actor.current();
        actor.require(Permission.DECIDE_PROMOTION);
        PersonId person = actor.requirePerson();
        PromotionRequest request = find(id);
        String reason = Text.comment("comment", comment);
        if (reason.isEmpty()) {
            throw new InvalidInput("comment", "A decision says why.", "Write a sentence for whoever reads this later.");
        }
        request.decide(approve, person);
        save(request);
        jdbc.sql("""
                        insert into decision (organization_id, promotion_request_id, outcome, comment, decided_by, decided_by_name, decided_at)
                        values (?, ?, ?, ?, ?, ?, ?)""")
                .params(actor.organization().value(), id.value(), approve ? "APPROVED" : "DENIED", reason, person.value(),
                        actor.name(), clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        audit.append(approve ? "promotion.approved" : "promotion.denied", "promotion", id,
                Map.of("task", request.task().toString(), "comment", reason, "evidence", hex(request)));
        return request;
    }

    private PromotionRequest find(PromotionRequestId id) {
        return requests.findById(id.value()).orElseThrow(() -> new NotFound("promotion request"));
    }

    /** Writes at once, so that of two people who click together the second learns it here. */
    private void save(PromotionRequest request) {
        try {
            requests.saveAndFlush(request);
        } catch (OptimisticLockingFailureException someoneWasFirst) {
            throw new Conflict("Someone else decided this request at the same moment. Reload to see who, and why.");
        }
    }

    private static void requireEvidence(EvaluationView evaluation, Mode mode) {
        if (mode == Mode.OFF) {
            throw new InvalidInput("mode", "A promotion does not switch a route off.", "Roll the route back instead.");
        }
        if (evaluation.verdict() == null) {
            throw new Conflict("The evaluation has no verdict. Wait until it has succeeded.");
        }
        switch (evaluation.verdict()) {
            case PASSED -> {}
            case INCONCLUSIVE -> {
                if (mode == Mode.FULL) {
                    throw new Conflict("The evaluation is inconclusive. Ask for shadow or a canary, which gather more evidence.");
                }
            }
            case FAILED -> throw new Conflict("The evaluation failed: the candidate is worse than the margin allows.");
        }
    }

    private static BigDecimal shareOf(Mode mode, BigDecimal share) {
        if (mode != Mode.CANARY) {
            return BigDecimal.ONE;
        }
        if (share.signum() <= 0 || share.compareTo(BigDecimal.ONE) >= 0 || share.stripTrailingZeros().scale() > 3) {
            throw new InvalidInput("share", "A canary takes a share above 0 and below 1.", "Use a number like 0.1 for a tenth.");
        }
        return share;
    }

    private static String hex(PromotionRequest request) {
        return HexFormat.of().formatHex(request.evidenceHash());
    }
}
