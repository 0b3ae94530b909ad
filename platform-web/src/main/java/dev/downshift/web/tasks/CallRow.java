package dev.downshift.web.tasks;

import dev.downshift.core.intake.CallId;
import dev.downshift.core.intake.StoredCall;
import dev.downshift.engine.traces.Message;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A call as a row: what was asked last, and what was answered. */
record CallRow(
        CallId id, @Nullable Instant occurredAt, @Nullable String model, String asked, String answered, boolean failed,
        int tokens, boolean tokensEstimated, @Nullable BigDecimal cost, @Nullable Duration latency) {

    private static final int EXCERPT = 160;

    static CallRow of(StoredCall stored) {
        Message response = stored.call().response();
        return new CallRow(stored.id(), stored.call().occurredAt(), stored.call().model(), excerpt(stored.call().messages().getLast()),
                response == null ? "" : excerpt(response), !stored.call().succeeded(),
                stored.usage().promptTokens() + stored.usage().completionTokens(), stored.tokensEstimated(), stored.cost(), stored.call().latency());
    }

    private static String excerpt(Message message) {
        String text = message.text().isEmpty() && !message.toolCalls().isEmpty()
                ? message.toolCalls().getFirst().name() + "(" + message.toolCalls().getFirst().arguments() + ")"
                : message.text();
        return text.length() > EXCERPT ? text.substring(0, EXCERPT) + "…" : text;
    }
}
