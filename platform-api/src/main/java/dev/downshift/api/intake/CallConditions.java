package dev.downshift.api.intake;

import dev.downshift.core.intake.CallFilter;
import dev.downshift.core.intake.CallQuery;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The conditions on calls in an address, which all have to hold; what is left out does not restrict. {@link CallQuery#parse} reads them. */
public record CallConditions(
        @Parameter(description = "The upload that brought them") @Nullable String upload,
        @Nullable String conversation,
        @Nullable String model,
        @Parameter(description = "The id of their task") @Nullable String task,
        @Parameter(description = "true for calls without an answer, false for the others") @Nullable String failed,
        @Parameter(description = "An ISO 8601 time, or a date in UTC") @Nullable String from,
        @Parameter(description = "An ISO 8601 time, or a date in UTC that is included") @Nullable String until,
        @Parameter(description = "In US dollars; calls of unknown cost are left out") @Nullable String minCost,
        @Parameter(description = "In US dollars; calls of unknown cost are left out") @Nullable String maxCost,
        @Parameter(description = "In ms; calls of unknown latency are left out") @Nullable String minLatency,
        @Parameter(description = "Words that all occur in the answer or in what the prompt adds to its conversation; one that ends in a star stands for all that begin so")
        @Nullable String text) {

    /** The calls that match. */
    public CallFilter filter() {
        return sortedBy(null).filter();
    }

    /** The calls that match, in an order; null for the newest first. */
    CallQuery sortedBy(@Nullable String sort) {
        Map<String, @Nullable String> given = new HashMap<>();
        given.put("upload", upload);
        given.put("conversation", conversation);
        given.put("model", model);
        given.put("task", task);
        given.put("failed", failed);
        given.put("from", from);
        given.put("until", until);
        given.put("minCost", minCost);
        given.put("maxCost", maxCost);
        given.put("minLatency", minLatency);
        given.put("text", text);
        given.put("sort", sort);
        return CallQuery.parse(given);
    }
}
