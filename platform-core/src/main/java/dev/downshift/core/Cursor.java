package dev.downshift.core;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A place in a list that is ordered by time and then by id, newest first. */
public record Cursor(Instant at, UUID id) {

    /** Before every row. */
    public static final Cursor START = new Cursor(Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1L, -1L));

    /** Reads what {@link #toString} wrote; nothing at all is the start. */
    public static Cursor parse(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return START;
        }
        try {
            List<String> parts =
                    List.of(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", 2));
            return new Cursor(Instant.parse(parts.getFirst()), UUID.fromString(parts.getLast()));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw unknown();
        }
    }

    /**
     * Reads the number after which a list goes on that is ordered by numbers.
     *
     * @param start what nothing at all stands for
     */
    public static long number(@Nullable String text, long start) {
        try {
            return text == null || text.isBlank() ? start : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw unknown();
        }
    }

    private static InvalidInput unknown() {
        return new InvalidInput("cursor", "This cursor was not given out by Downshift.", "Start without a cursor.");
    }

    @Override
    public String toString() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((at + " " + id).getBytes(StandardCharsets.UTF_8));
    }
}
