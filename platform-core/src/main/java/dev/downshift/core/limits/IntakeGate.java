package dev.downshift.core.limits;

import dev.downshift.core.LimitReached;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.Tenant;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Where every way in asks whether an organization takes more today. What arrives live is measured in memory against what the database
 * said within the last second, so several processes together may take in what they hold before they hand it over; files are
 * counted in the database to the byte.
 */
@Component
public class IntakeGate {

    private static final Logger LOG = LoggerFactory.getLogger(IntakeGate.class);
    private static final String RAISE = "wait until midnight UTC, or raise the limit under Settings, Intake.";

    private final IntakePolicies policies;
    private final IntakeDays days;
    private final Clock clock;
    private final Map<OrganizationId, LiveIntake> live = new ConcurrentHashMap<>();

    IntakeGate(IntakePolicies policies, IntakeDays days, Clock clock) {
        this.policies = policies;
        this.days = days;
        this.clock = clock;
    }

    /** What came in today, of the current organization. */
    public IntakeDay today() {
        return days.of(IntakeDay.of(clock.instant()));
    }

    /**
     * The bytes of a file, as long as they fit into the current organization's day.
     *
     * @throws LimitReached at once when the day is used up; reading throws it when the file turns out too large
     */
    public InputStream file(InputStream bytes) {
        Long limit = policies.current().policy().dailyBytes();
        if (limit == null) {
            return bytes;
        }
        long used = today().bytes();
        if (used >= limit) {
            throw full(limit, used);
        }
        return new LimitedStream(bytes, limit - used, () -> full(limit, used));
    }

    /** Counts a file in the running transaction, which is to be rolled back when the file does not fit into the day any more. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void countFile(long bytes) {
        Long limit = policies.current().policy().dailyBytes();
        if (limit == null) {
            days.add(IntakeDay.of(clock.instant()), bytes, 0);
        } else if (!days.addWithin(IntakeDay.of(clock.instant()), bytes, limit)) {
            throw full(limit, today().bytes());
        }
    }

    /** Counts, in the running transaction, what was let in live. It is never refused any more: whoever sent it was told that it arrived. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void countLive(long bytes) {
        days.add(IntakeDay.of(clock.instant()), bytes, 0);
        live.computeIfAbsent(Tenant.current(), unseen -> new LiveIntake()).arrived(bytes);
    }

    /**
     * Lets a request of the live receiver in, all of it.
     *
     * @param bytes of its spans, as they will be written down
     * @throws LimitReached when it comes too fast or does not fit into the day
     */
    public void admit(OrganizationId organization, int spans, long bytes) {
        Instant now = clock.instant();
        fresh(organization, now).admit(spans, bytes, now);
    }

    /** What was let in could not be written down after all. */
    public void withdraw(OrganizationId organization, long bytes) {
        live.computeIfAbsent(organization, unseen -> new LiveIntake()).withdraw(bytes);
    }

    /** Whether a line of the gateway's log is kept. When nobody can say, it is. */
    public boolean keeps(OrganizationId organization, long bytes) {
        try {
            return fresh(organization, clock.instant()).keeps(bytes);
        } catch (RuntimeException unknown) {
            LOG.debug("The intake policy of {} cannot be read, so its calls are kept: {}", organization, unknown.getMessage());
            return true;
        }
    }

    /** Notes, for people to see, that calls which the gateway answered were not kept. */
    public void dropped(OrganizationId organization, long calls) {
        Tenant.run(organization, () -> days.add(IntakeDay.of(clock.instant()), 0, calls));
    }

    private LiveIntake fresh(OrganizationId organization, Instant now) {
        LiveIntake intake = live.computeIfAbsent(organization, unseen -> new LiveIntake());
        if (intake.isStale(now)) {
            Tenant.run(organization, () -> intake.refresh(policies.current().policy(), today(), now));
        }
        return intake;
    }

    private LimitReached full(long limit, long used) {
        return new LimitReached("dailyBytes", limit, used, IntakeDay.left(clock.instant()), used >= limit
                ? String.format(Locale.ROOT, "Your organization takes %,d bytes a day, and they came in already: %,d today. Nothing was stored; %s", limit, used, RAISE)
                : String.format(Locale.ROOT, "Your organization takes %,d bytes a day. %,d came in today, and this file would be more than the rest. "
                        + "Nothing was stored; send a smaller one, %s", limit, used, RAISE));
    }
}
