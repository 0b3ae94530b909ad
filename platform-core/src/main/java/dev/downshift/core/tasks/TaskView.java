package dev.downshift.core.tasks;

import dev.downshift.engine.evaluation.OutputShape;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task: recurring calls that a small model could be trained for.
 *
 * @param template its prompt, slots marked {@code {…}}
 * @param version counts how often the template changed
 * @param calls how many, also for those that were sampled out; like the failed ones, tokens and cost an estimate where {@link #isEstimated}
 * @param keptCalls how many stored calls the figures come from
 * @param cost in US dollars, of the calls whose price is known; null where no price is known
 * @param callsPriced how many calls {@code cost} covers
 * @param latencyP50Ms of the newest 10,000 calls, like {@code latencyP95Ms}
 * @param worthiness 0 to 1
 * @param active false once its calls are no longer found
 */
public record TaskView(
        TaskId id,
        CallSiteId callSiteId,
        String name,
        boolean namedByPerson,
        String description,
        boolean active,
        int version,
        String template,
        List<String> toolNames,
        OutputShape outputShape,
        long calls,
        long keptCalls,
        long failedCalls,
        long promptTokens,
        long completionTokens,
        @Nullable BigDecimal cost,
        long callsPriced,
        @Nullable Long latencyP50Ms,
        @Nullable Long latencyP95Ms,
        @Nullable Instant firstCallAt,
        @Nullable Instant lastCallAt,
        double worthiness,
        boolean worthMoving,
        List<Reason> reasons,
        Instant updatedAt) {

    public TaskView {
        toolNames = List.copyOf(toolNames);
        reasons = List.copyOf(reasons);
    }

    /** Why a task is worth moving, or is not. */
    public record Reason(boolean inFavour, String text) {}

    /** Whether kept calls stand for others, so that sums are estimates. */
    public boolean isEstimated() {
        return keptCalls > 0 && keptCalls < calls;
    }

    /** Prompt and answer together. */
    public long tokens() {
        return promptTokens + completionTokens;
    }

    /** The weightiest reason. */
    public String mainReason() {
        return reasons.isEmpty() ? "" : reasons.getFirst().text();
    }
}
