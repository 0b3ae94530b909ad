package dev.downshift.core.savings;

import dev.downshift.core.tasks.TaskId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/**
 * One amount in the ledger. There is at most one of a kind for a subject.
 *
 * @param subject the call, training run or evaluation it was computed from
 * @param amount in US dollars, never negative; the kind says which way it counts
 * @param priceVersion the price book it was computed from; {@link #UNKNOWN_PRICE} for an avoided call whose incumbent has no
 *     price, which counts as nothing
 */
public record LedgerEntry(UUID id, TaskId task, Kind kind, UUID subject, BigDecimal amount, String priceVersion, Instant occurredAt) {

    /** Instead of a price book's version. */
    public static final String UNKNOWN_PRICE = "unknown";

    /** What an entry is for. */
    public enum Kind {
        /** What the incumbent would have cost for a call that the small model answered. */
        AVOIDED,
        /** What the small model's answer cost. */
        SERVING,
        /** What an answer cost that was only compared. */
        SHADOW,
        /** What an answer cost that the incumbent had to replace. */
        FALLBACK,
        TRAINING,
        EVALUATION
    }
}
