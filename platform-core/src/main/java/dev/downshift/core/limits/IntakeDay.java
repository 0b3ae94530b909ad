package dev.downshift.core.limits;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What came in on a day in UTC.
 *
 * @param bytes over all ways in, as they were read: uncompressed spans and log lines, files as they were sent
 * @param droppedCalls calls that the gateway answered and did not keep, since the day's bytes were used up
 */
public record IntakeDay(LocalDate day, long bytes, long droppedCalls) {

    private static final double NEAR = 0.8;

    /** Whether so much of a day's limit is used that people should know. */
    public boolean isNear(@Nullable Long limit) {
        return limit != null && bytes >= limit * NEAR;
    }

    static LocalDate of(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    static Duration left(Instant now) {
        return Duration.between(now, of(now).plusDays(1).atStartOfDay(ZoneOffset.UTC));
    }
}
