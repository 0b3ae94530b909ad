package dev.downshift.core.intake;

import dev.downshift.engine.traces.LlmCall;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A call as it was stored: redacted.
 *
 * @param call its {@code conversation} and {@code usage} are always there; the usage may be an estimate
 * @param messageIds what the messages of the prompt are stored as, in order; the same message has the same id in every call
 * @param orderedAt when it was made, or where that is unknown when it was uploaded; calls of one upload keep their order
 * @param cost in US dollars; null for a model whose price is not known
 * @param routed what the gateway logged about its way; null for calls of other sources
 * @param weight how many calls it stands for, itself among them; more than 1 where one conversation in so many is kept
 */
public record StoredCall(
        CallId id,
        UploadId upload,
        LlmCall call,
        List<UUID> messageIds,
        Instant orderedAt,
        boolean tokensEstimated,
        @Nullable BigDecimal cost,
        @Nullable String priceVersion,
        @Nullable JsonNode routed,
        int weight) {

    public StoredCall {
        messageIds = List.copyOf(messageIds);
    }

    public String conversation() {
        return Objects.requireNonNull(call.conversation());
    }

    /** Tokens, counted or estimated. */
    public LlmCall.Usage usage() {
        return Objects.requireNonNull(call.usage());
    }
}
