package dev.downshift.core.intake;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call as a row of a list.
 *
 * @param occurredAt when it was made, if known
 * @param tokensEstimated whether the tokens are estimated, not counted by the provider
 * @param cost in US dollars; null for a model whose price is not known
 * @param excerpt the beginning of the last message of the prompt, redacted
 */
public record CallSummary(
        CallId id,
        UploadId upload,
        String conversation,
        @Nullable Instant occurredAt,
        @Nullable String model,
        int messages,
        int promptTokens,
        int completionTokens,
        boolean tokensEstimated,
        @Nullable Duration latency,
        @Nullable BigDecimal cost,
        @Nullable String finishReason,
        boolean failed,
        String excerpt) {}
