package dev.downshift.engine.traces;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads points in time as logs write them: Unix time in s, ms, µs or ns by its size, or ISO 8601 (UTC if no offset). A
 * time before 2015, or more than a day after the file came in, is a mistake of the unit or the clock: the first would
 * stand last in every list, the second first.
 */
final class Times {

    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);
    /** The year 5138 in seconds, 1973 in milliseconds: between them lies every log. */
    private static final BigDecimal LARGEST_IN_UNIT = BigDecimal.valueOf(100_000_000_000L);
    private static final Instant EARLIEST = Instant.parse("2015-01-01T00:00:00Z");
    /** How far ahead another machine's clock, or a local time without its offset, may be. */
    private static final Duration LEEWAY = Duration.ofDays(1);
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'][' ']HH:mm[:ss]")
            .optionalStart().appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true).optionalEnd()
            .optionalStart().appendLiteral(' ').optionalEnd()
            .optionalStart().appendZoneOrOffsetId().optionalEnd()
            .optionalStart().appendOffset("+HHmm", "Z").optionalEnd()
            .optionalStart().appendOffset("+HH", "Z").optionalEnd()
            .optionalStart().appendLiteral("UTC").optionalEnd()
            .toFormatter(Locale.ROOT);

    private final Instant latest;

    Times(Instant receivedAt) {
        this.latest = receivedAt.plus(LEEWAY);
    }

    /** The first of these fields that is there. */
    @Nullable Instant take(Fields fields, String... names) {
        Instant found = null;
        for (String name : names) {
            if (found == null && fields.has(name)) {
                found = instant(Objects.requireNonNull(fields.take(name)), fields.pathOf(name));
            }
        }
        return found;
    }

    static @Nullable Duration takeMilliseconds(Fields fields, String... names) {
        Duration found = null;
        for (String name : names) {
            JsonNode value = found == null ? fields.take(name) : null;
            if (value != null) {
                found = milliseconds(value, fields.pathOf(name));
            }
        }
        return found;
    }

    private static Duration milliseconds(JsonNode value, String field) {
        if (!value.isNumber()) {
            throw BadRecord.wrongType(field, "a number of milliseconds");
        }
        BigDecimal number = decimal(value, field);
        if (number.signum() < 0 || number.compareTo(LARGEST_IN_UNIT) > 0) {
            throw new BadRecord("\"" + field + "\" is negative or far too large", "Write milliseconds, zero or more; leave the field out where it is unknown.");
        }
        return Duration.ofNanos(number.movePointRight(6).setScale(0, RoundingMode.HALF_UP).longValue());
    }

    /** A duration in milliseconds, exactly. */
    static BigDecimal milliseconds(Duration duration) {
        return BigDecimal.valueOf(duration.toNanos(), 6);
    }

    Instant instant(JsonNode value, String field) {
        Instant at = read(value, field);
        if (at.isBefore(EARLIEST) || at.isAfter(latest)) {
            throw new BadRecord("\"" + field + "\" lies before 2015, or more than a day after the file came in",
                    "Write the time at which the call was made; look at its unit if it is a number, and at the clock that wrote it.");
        }
        return at;
    }

    private static Instant read(JsonNode value, String field) {
        if (value.isNumber()) {
            return unix(decimal(value, field), field);
        }
        if (!value.isString()) {
            throw notATime(field);
        }
        String text = value.stringValue().strip();
        if (text.matches("-?[0-9]{1,20}(\\.[0-9]{1,12})?")) {
            return unix(new BigDecimal(text), field);
        }
        try {
            TemporalAccessor parsed = ISO.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            return parsed instanceof OffsetDateTime time ? time.toInstant() : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException unreadable) {
            throw notATime(field);
        }
    }

    private static Instant unix(BigDecimal number, String field) {
        BigDecimal seconds = number;
        for (int step = 0; step < 3 && seconds.compareTo(LARGEST_IN_UNIT) >= 0; step++) {
            seconds = seconds.divide(THOUSAND);
        }
        if (seconds.signum() < 0 || seconds.compareTo(LARGEST_IN_UNIT) >= 0) {
            throw notATime(field);
        }
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        return Instant.ofEpochSecond(whole.longValueExact(), seconds.subtract(whole).movePointRight(9).longValue());
    }

    private static BigDecimal decimal(JsonNode value, String field) {
        BigDecimal number = value.decimalValue();
        if (number.precision() - number.scale() > 25 || number.scale() > 1_000) {
            throw notATime(field);
        }
        return number;
    }

    private static BadRecord notATime(String field) {
        return new BadRecord("\"" + field + "\" is not a point in time",
                "Write Unix time in seconds, milliseconds, microseconds or nanoseconds, or ISO 8601 such as 2026-01-31T12:00:00Z.");
    }
}
