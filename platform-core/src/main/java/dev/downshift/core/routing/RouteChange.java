package dev.downshift.core.routing;

import dev.downshift.core.training.CandidateId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One change of a route: what it was, what it became, and why. */
public record RouteChange(
        UUID id, Kind kind, State from, State to, String reason, String changedByName, Instant changedAt) {

    /** Why a route changed. */
    public enum Kind {
        PROMOTION,
        ROLLBACK,
        AUTOMATIC_ROLLBACK
    }

    /** Where the calls went. */
    public record State(Mode mode, BigDecimal share, @Nullable CandidateId candidate, @Nullable UUID promotionRequest) {

        /** Everything to the incumbent. */
        public static final State OFF = new State(Mode.OFF, BigDecimal.ZERO, null, null);
    }
}
