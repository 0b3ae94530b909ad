package dev.downshift.core.limits;

import dev.downshift.core.LimitReached;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one organization sends to this process while it runs, measured against its policy as it was a moment ago. */
final class LiveIntake {

    private static final Duration FRESH = Duration.ofSeconds(1);

    private IntakePolicy policy = IntakePolicy.STANDARD;
    private IntakeDay day = new IntakeDay(IntakeDay.of(Instant.EPOCH), 0, 0);
    private Instant readAt = Instant.EPOCH;
    private @Nullable TokenBucket requests;
    private @Nullable TokenBucket spans;
    private long onTheWay;

    /** Whether policy and day should be read again. */
    synchronized boolean isStale(Instant now) {
        return Duration.between(readAt, now).abs().compareTo(FRESH) > 0 || !day.day().equals(IntakeDay.of(now));
    }

    synchronized void refresh(IntakePolicy current, IntakeDay today, Instant now) {
        if (!Objects.equals(policy.requestsPerSecond(), current.requestsPerSecond()) || readAt.equals(Instant.EPOCH)) {
            requests = current.requestsPerSecond() == null ? null : new TokenBucket(current.requestsPerSecond(), now);
        }
        if (!Objects.equals(policy.spansPerSecond(), current.spansPerSecond()) || readAt.equals(Instant.EPOCH)) {
            spans = current.spansPerSecond() == null ? null : new TokenBucket(current.spansPerSecond(), now);
        }
        policy = current;
        day = today;
        readAt = now;
    }

    /** Takes a request in, all of it or nothing. */
    synchronized void admit(int count, long bytes, Instant now) {
        require("requestsPerSecond", policy.requestsPerSecond(), requests, "requests", now);
        require("spansPerSecond", policy.spansPerSecond(), spans, "spans", now);
        if (!keeps(bytes)) {
            long limit = Objects.requireNonNull(policy.dailyBytes());
            throw new LimitReached("dailyBytes", limit, day.bytes() + onTheWay, IntakeDay.left(now), String.format(Locale.ROOT,
                    "Your organization takes %,d bytes a day, and %,d came in today. Send again after midnight UTC, or raise the limit under Settings, Intake.",
                    limit, day.bytes() + onTheWay));
        }
        if (requests != null) {
            requests.take(1);
        }
        if (spans != null) {
            spans.take(count);
        }
    }

    /** Whether bytes fit into the day; if so they count as on the way until they {@link #arrived}. */
    synchronized boolean keeps(long bytes) {
        if (policy.dailyBytes() != null && day.bytes() + onTheWay + bytes > policy.dailyBytes()) {
            return false;
        }
        onTheWay += bytes;
        return true;
    }

    synchronized void withdraw(long bytes) {
        onTheWay = Math.max(0, onTheWay - bytes);
    }

    /** Bytes were counted in the database. Some may have been on the way since before this process began. */
    synchronized void arrived(long bytes) {
        withdraw(bytes);
        day = new IntakeDay(day.day(), day.bytes() + bytes, day.droppedCalls());
    }

    private static void require(String limit, @Nullable Integer perSecond, @Nullable TokenBucket bucket, String what, Instant now) {
        if (bucket == null || perSecond == null) {
            return;
        }
        Duration wait = bucket.wait(now);
        if (wait.isPositive()) {
            throw new LimitReached(limit, perSecond, perSecond, wait, String.format(Locale.ROOT,
                    "Your organization takes %,d %s a second. Send again a little later, or raise the limit under Settings, Intake.", perSecond, what));
        }
    }
}
