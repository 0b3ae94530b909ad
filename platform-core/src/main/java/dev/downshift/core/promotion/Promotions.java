package dev.downshift.core.promotion;

import dev.downshift.core.Page;
import dev.downshift.core.evaluation.EvaluationId;
import dev.downshift.core.routing.Mode;
import dev.downshift.core.tasks.TaskId;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The promotion requests of the current organization: the only way a route gets a model. */
public interface Promotions {

    /**
     * Asks for a candidate to take over, on the evidence of an evaluation as it is now.
     *
     * @param share of the conversations; only a canary has one, above 0 and below 1
     * @throws dev.downshift.core.Conflict when the evidence does not allow it, or another request of the task waits
     */
    PromotionRequestId request(EvaluationId evaluation, Mode mode, BigDecimal share, String comment);

    /**
     * Approves and changes the route, in one transaction.
     *
     * @throws dev.downshift.core.AccessDenied for who asked for it
     * @throws dev.downshift.core.Conflict when it is decided already
     */
    void approve(PromotionRequestId id, String comment);

    void deny(PromotionRequestId id, String comment);

    /** Takes the request back; only who made it may. Takes the permission to request. */
    void withdraw(PromotionRequestId id);

    PromotionView get(PromotionRequestId id);

    /** Lists requests, newest first; a null does not restrict. */
    Page<PromotionView> list(@Nullable PromotionStatus status, @Nullable TaskId task, @Nullable String cursor);

    /** The requests that wait for a decision, oldest first. */
    List<PromotionView> waiting();

    /** Whether the current actor may decide this request now. */
    boolean mayDecide(PromotionView request);
}
