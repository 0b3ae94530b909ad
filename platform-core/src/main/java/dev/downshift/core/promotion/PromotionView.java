package dev.downshift.core.promotion;

import dev.downshift.core.evaluation.EvaluationId;
import dev.downshift.core.routing.Mode;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tenancy.PersonId;
import dev.downshift.core.training.CandidateId;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A promotion request with the evidence it was made on.
 *
 * @param share of the task's conversations that the candidate would answer
 * @param evidence what was known when it was requested, frozen
 * @param evidenceHash SHA-256 of the evidence, in hex; the audit trail holds it too
 * @param evidenceIntact whether the evidence still has that hash
 * @param decision null unless approved or denied
 */
public record PromotionView(
        PromotionRequestId id,
        TaskId task,
        CandidateId candidate,
        EvaluationId evaluation,
        Mode mode,
        BigDecimal share,
        PromotionStatus status,
        JsonNode evidence,
        String evidenceHash,
        boolean evidenceIntact,
        String comment,
        PersonId requestedBy,
        String requestedByName,
        Instant requestedAt,
        @Nullable Decision decision) {

    /** Who decided what, when and why. */
    public record Decision(boolean approved, String comment, PersonId decidedBy, String decidedByName, Instant decidedAt) {}

    public String taskName() {
        return evidence.path("task").path("name").asString("");
    }

    public String candidateName() {
        return evidence.path("candidate").path("name").asString("");
    }

    public String verdict() {
        return evidence.path("evaluation").path("verdict").asString("");
    }
}
