package dev.downshift.api.tasks;

import dev.downshift.core.tasks.TaskView;
import dev.downshift.engine.evaluation.OutputShape;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task as the API shows it. {@code cost} is null where no price is known, and covers {@code callsPriced} calls. Where {@code keptCalls} is less than
 * {@code calls}, one conversation in so many is kept, and calls, tokens and cost are estimates.
 */
record TaskJson(
        UUID id,
        UUID callSite,
        String name,
        String description,
        boolean active,
        int version,
        String template,
        List<String> tools,
        OutputShape outputShape,
        long calls,
        long keptCalls,
        long failedCalls,
        long promptTokens,
        long completionTokens,
        @Nullable BigDecimal cost,
        String currency,
        long callsPriced,
        @Nullable Long latencyP50Ms,
        @Nullable Long latencyP95Ms,
        @Nullable Instant firstCallAt,
        @Nullable Instant lastCallAt,
        double worthiness,
        boolean worthMoving,
        List<TaskView.Reason> reasons) {

    static TaskJson of(TaskView task) {
        return new TaskJson(task.id().value(), task.callSiteId().value(), task.name(), task.description(), task.active(), task.version(),
                task.template(), task.toolNames(), task.outputShape(), task.calls(), task.keptCalls(), task.failedCalls(), task.promptTokens(),
                task.completionTokens(), task.cost(), "USD", task.callsPriced(), task.latencyP50Ms(), task.latencyP95Ms(),
                task.firstCallAt(), task.lastCallAt(), task.worthiness(), task.worthMoving(), task.reasons());
    }
}
