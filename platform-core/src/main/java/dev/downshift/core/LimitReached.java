package dev.downshift.core;

import java.time.Duration;

/** The organization's own limit does not let this in now; later it would. */
public final class LimitReached extends Refusal {

    private final String limit;
    private final long allowed;
    private final long used;
    private final Duration retryAfter;

    /**
     * @param limit the name of the limit as the intake policy calls it, like {@code dailyBytes}
     * @param allowed what the limit is, in its own unit
     * @param used how much of it is used up already
     * @param retryAfter after how long it is worth trying again
     * @param message what stands in the way, and what to do
     */
    public LimitReached(String limit, long allowed, long used, Duration retryAfter, String message) {
        super(message);
        this.limit = limit;
        this.allowed = allowed;
        this.used = used;
        this.retryAfter = retryAfter;
    }

    public String limit() {
        return limit;
    }

    public long allowed() {
        return allowed;
    }

    public long used() {
        return used;
    }

    /** In whole seconds, at least one: what the header {@code Retry-After} takes (RFC 9110, section 10.2.3). */
    public long retryAfterSeconds() {
        return Math.max(1, retryAfter.plusMillis(999).toSeconds());
    }
}
