package dev.downshift.core.intake;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.StorableText;
import dev.downshift.core.Text;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which calls, in which order. */
public record CallQuery(CallFilter filter, CallSort sort) {

    private static final int LONGEST_TEXT = 400;

    /**
     * Reads what came from an address: {@code upload}, {@code conversation}, {@code model}, {@code failed}, {@code from} and {@code until}
     * (an ISO 8601 time, or a date in UTC that is included), {@code task}, {@code minCost} and {@code maxCost} in US dollars,
     * {@code minLatency} in ms, {@code text}, and {@code sort}. What is missing or blank does not restrict.
     */
    public static CallQuery parse(Map<String, @Nullable String> given) {
        String upload = value(given, "upload");
        String failed = value(given, "failed");
        String task = value(given, "task");
        String latency = value(given, "minLatency");
        CallFilter filter = new CallFilter(null, upload == null ? null : UploadId.of(upload), value(given, "conversation"), value(given, "model"),
                failed == null ? null : truth(failed), time(given, "from", 0), time(given, "until", 1))
                .withTask(task == null ? null : task(task))
                .withCost(number(given, "minCost"), number(given, "maxCost"))
                .withLatency(latency == null ? null : Duration.ofMillis(milliseconds(latency)))
                .withText(text(value(given, "text")));
        return new CallQuery(filter, sort(value(given, "sort")));
    }

    private static @Nullable String value(Map<String, @Nullable String> given, String name) {
        String value = given.get(name);
        if (value != null && !Text.isStorable(value)) {
            throw new InvalidInput(name, "“" + name + "” holds a character that cannot be stored.", StorableText.REMEDY);
        }
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidInput("failed", "“failed” is true or false.", "Leave it out for both.");
        };
    }

    private static UUID task(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException unknown) {
            return new UUID(0, 0);
        }
    }

    private static @Nullable Instant time(Map<String, @Nullable String> given, String name, int daysLater) {
        String text = value(given, name);
        if (text == null) {
            return null;
        }
        try {
            return text.length() == 10 ? LocalDate.parse(text).plusDays(daysLater).atStartOfDay().toInstant(ZoneOffset.UTC) : Instant.parse(text);
        } catch (DateTimeParseException malformed) {
            throw new InvalidInput(name, "“" + name + "” is no date and no time.", "Write it like 2026-01-31, or 2026-01-31T12:00:00Z.");
        }
    }

    private static @Nullable BigDecimal number(Map<String, @Nullable String> given, String name) {
        String text = value(given, name);
        if (text == null) {
            return null;
        }
        if (!text.matches("\\d{1,9}(\\.\\d{1,12})?")) {
            throw new InvalidInput(name, "“" + name + "” is no amount.", "Write it like 0.05, in US dollars.");
        }
        return new BigDecimal(text);
    }

    private static long milliseconds(String text) {
        if (!text.matches("\\d{1,12}")) {
            throw new InvalidInput("minLatency", "“minLatency” is no number of milliseconds.", "Write it like 2000.");
        }
        return Long.parseLong(text);
    }

    private static @Nullable String text(@Nullable String text) {
        if (text != null && text.length() > LONGEST_TEXT) {
            throw new InvalidInput("text", "The text to search for is too long.", "Use up to " + LONGEST_TEXT + " characters.");
        }
        return text;
    }

    private static CallSort sort(@Nullable String text) {
        try {
            return text == null ? CallSort.TIME : CallSort.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new InvalidInput("sort", "Calls cannot be sorted so.", "Use time, cost or latency.");
        }
    }
}
