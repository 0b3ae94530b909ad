package dev.downshift.core.savings;

import dev.downshift.core.tasks.TaskId;
import dev.downshift.engine.savings.MachinePrice;
import dev.downshift.engine.savings.PriceBook;
import dev.downshift.engine.traces.LlmCall.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the gateway logged about a call of a routed task.
 *
 * @param model the incumbent's, as the caller asked for it
 * @param servedBySmall whether the small model's answer was given
 * @param fellBack whether the small model had tried and the incumbent had to answer
 * @param smallModel how long the small model worked on it; null if it did not
 */
record RoutedCall(UUID call, TaskId task, @Nullable String model, Usage usage, boolean servedBySmall, boolean fellBack, @Nullable Duration smallModel, Instant at) {

    /** One amount of a call. */
    record Amount(LedgerEntry.Kind kind, BigDecimal amount, String priceVersion) {}

    /**
     * Reads the gateway's note; empty for a call that no route concerned.
     *
     * @param routed {@code {task, mode, served_by, candidate, fallback, slm_latency_ms, incumbent_model}}
     * @param model as the call was logged, where the note names no incumbent
     */
    static Optional<RoutedCall> read(UUID call, JsonNode routed, @Nullable String model, Usage usage, Instant at) {
        JsonNode task = routed.path("task");
        if (!task.isString()) {
            return Optional.empty();
        }
        JsonNode milliseconds = routed.path("slm_latency_ms");
        JsonNode incumbent = routed.path("incumbent_model");
        return Optional.of(new RoutedCall(call, TaskId.of(task.stringValue()), incumbent.isString() ? incumbent.stringValue() : model, usage,
                routed.path("served_by").asString("").equals("slm"), routed.path("fallback").isString(),
                milliseconds.isNumber() ? Duration.ofNanos(Math.round(milliseconds.doubleValue() * 1e6)) : null, at));
    }

    /** What the call saved and cost: exactly one amount for each time the small model worked, and what that avoided. */
    List<Amount> amounts(PriceBook prices, MachinePrice machine) {
        List<Amount> amounts = new ArrayList<>(2);
        if (servedBySmall) {
            amounts.add(prices.cost(model, usage).map(cost -> new Amount(LedgerEntry.Kind.AVOIDED, cost, prices.version()))
                    .orElse(new Amount(LedgerEntry.Kind.AVOIDED, BigDecimal.ZERO, LedgerEntry.UNKNOWN_PRICE)));
        }
        if (smallModel != null) {
            LedgerEntry.Kind kind = servedBySmall ? LedgerEntry.Kind.SERVING : fellBack ? LedgerEntry.Kind.FALLBACK : LedgerEntry.Kind.SHADOW;
            amounts.add(new Amount(kind, machine.serving(smallModel), prices.version()));
        }
        return amounts;
    }
}
