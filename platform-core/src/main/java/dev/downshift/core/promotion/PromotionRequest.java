package dev.downshift.core.promotion;

import dev.downshift.core.AccessDenied;
import dev.downshift.core.Conflict;
import dev.downshift.core.evaluation.EvaluationView;
import dev.downshift.core.routing.ApprovedPromotion;
import dev.downshift.core.routing.Mode;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.PersonId;
import dev.downshift.core.training.CandidateId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.TenantId;
import org.hibernate.annotations.UuidGenerator;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.NullUnmarked;

/** The aggregate: it waits, and then it is approved, denied or withdrawn, once. */
@Entity(name = "promotion_request")
@NullUnmarked
@SuppressWarnings("UnusedVariable") // Hibernate writes the fields that nothing here reads.
class PromotionRequest {

    @Id
    @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
    private UUID id;

    @TenantId
    private UUID organizationId;

    private UUID taskId;
    private UUID candidateId;
    private UUID evaluationId;

    @Enumerated(EnumType.STRING)
    private Mode mode;

    @Column(precision = 4, scale = 3)
    private BigDecimal share;

    @Enumerated(EnumType.STRING)
    private PromotionStatus status;

    @JdbcTypeCode(SqlTypes.JSON)
    private String evidence;

    private byte[] evidenceHash;
    private String comment;
    private UUID requestedBy;
    private String requestedByName;
    private Instant requestedAt;

    @Version
    private int version;

    protected PromotionRequest() {}

    PromotionRequest(EvaluationView evaluation, Mode mode, BigDecimal share, Evidence.Frozen evidence, String comment, Instant now) {
        Actor actor = Actor.current();
        this.taskId = evaluation.task().value();
        this.candidateId = evaluation.candidate().value();
        this.evaluationId = evaluation.id().value();
        this.mode = mode;
        this.share = share;
        this.status = PromotionStatus.WAITING;
        this.evidence = evidence.json();
        this.evidenceHash = evidence.hash();
        this.comment = comment;
        this.requestedBy = actor.requirePerson().value();
        this.requestedByName = actor.name();
        this.requestedAt = now;
    }

    PromotionRequestId id() {
        return new PromotionRequestId(id);
    }

    TaskId task() {
        return new TaskId(taskId);
    }

    byte[] evidenceHash() {
        return evidenceHash.clone();
    }

    /** Decides; never who asked for it, and never twice. */
    void decide(boolean approve, PersonId approver) {
        requireWaiting();
        if (requestedBy.equals(approver.value())) {
            throw new AccessDenied("You asked for this promotion yourself. Someone else decides it.");
        }
        status = approve ? PromotionStatus.APPROVED : PromotionStatus.DENIED;
    }

    void withdraw(PersonId person) {
        requireWaiting();
        if (!requestedBy.equals(person.value())) {
            throw new AccessDenied("Only " + requestedByName + ", who asked for this promotion, can withdraw it.");
        }
        status = PromotionStatus.WITHDRAWN;
    }

    ApprovedPromotion approved(String reason) {
        if (status != PromotionStatus.APPROVED) {
            throw new IllegalStateException("not approved");
        }
        return new ApprovedPromotion(id, task(), new CandidateId(candidateId), mode, share, reason);
    }

    private void requireWaiting() {
        if (status != PromotionStatus.WAITING) {
            throw new Conflict("This request is " + status.name().toLowerCase(Locale.ROOT) + " already. Reload to see by whom and why.");
        }
    }
}
