package dev.downshift.core.limits;

import java.time.Duration;
import java.time.Instant;

/**
 * So many a second on average, and a few seconds' worth at once. What comes while there is credit is let in whole, however much it is, and
 * the next wait until the debt is paid: a batch that is larger than the bucket would otherwise never get in. Not for several threads.
 */
final class TokenBucket {

    private static final int SECONDS_AT_ONCE = 5;

    private final double perSecond;
    private double credit;
    private Instant at;

    TokenBucket(int perSecond, Instant now) {
        this.perSecond = perSecond;
        this.credit = (double) perSecond * SECONDS_AT_ONCE;
        this.at = now;
    }

    /** How long until something is let in; zero if it is now. */
    Duration wait(Instant now) {
        double seconds = Math.max(0, Duration.between(at, now).toNanos() / 1e9);
        credit = Math.min(perSecond * SECONDS_AT_ONCE, credit + seconds * perSecond);
        at = now;
        return credit > 0 ? Duration.ZERO : Duration.ofNanos((long) Math.ceil((1e-9 - credit) / perSecond * 1e9));
    }

    void take(long amount) {
        credit -= amount;
    }
}
