package dev.downshift.core.overview;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What each stage of the loop holds.
 *
 * @param calls how many, also for those that were sampled out
 * @param keptCalls how many of them are stored; fewer where figures are estimates
 * @param cost what the tasks' calls have cost, in US dollars; null where no call has a known price
 * @param replaceableCost the part of it in tasks that are worth moving
 * @param passed tasks with a candidate that passed an evaluation
 * @param routed tasks whose calls a small model answers or shadows
 */
public record LoopView(
        long uploads,
        long uploadsRunning,
        long uploadsFailed,
        long calls,
        long keptCalls,
        long rejected,
        long findings,
        long tasks,
        long tasksWorthMoving,
        long taskCalls,
        long replaceableCalls,
        @Nullable BigDecimal cost,
        @Nullable BigDecimal replaceableCost,
        long candidates,
        long runsRunning,
        long evaluations,
        long passed,
        long waitingPromotions,
        long routed) {

    /** Whether kept calls stand for others, so that sums are estimates. */
    public boolean isEstimated() {
        return keptCalls < calls;
    }
}
