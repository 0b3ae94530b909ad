package dev.downshift.core.dataprotection;

import dev.downshift.core.InvalidInput;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Days in UTC; one that ends before it begins is refused.
 *
 * @param from the first day; null for the beginning
 * @param until the last day; null for today
 */
public record Period(@Nullable LocalDate from, @Nullable LocalDate until) {

    public static final Period ALL = new Period(null, null);

    private static final int LAST_YEAR = 9_998;
    private static final OffsetDateTime END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z").atOffset(ZoneOffset.UTC);

    public Period {
        require("from", from);
        require("until", until);
        if (from != null && until != null && until.isBefore(from)) {
            throw new InvalidInput("until", "The last day is before the first.", "Give a first day that is not after the last.");
        }
    }

    private static void require(String field, @Nullable LocalDate day) {
        if (day != null && (day.getYear() < 1 || day.getYear() > LAST_YEAR)) {
            throw new InvalidInput(field, "There was no such year.", "Give a day as 2026-01-31.");
        }
    }

    OffsetDateTime begins() {
        return from == null ? Instant.EPOCH.atOffset(ZoneOffset.UTC) : from.atStartOfDay().atOffset(ZoneOffset.UTC);
    }

    /** The first moment after it. */
    OffsetDateTime ends() {
        return until == null ? END_OF_TIME : until.plusDays(1).atStartOfDay().atOffset(ZoneOffset.UTC);
    }
}
