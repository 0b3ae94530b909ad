package dev.downshift.core.intake;

import dev.downshift.core.InvalidInput;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A place in a list of calls.
 *
 * @param key what the list is sorted by, as text
 * @param id of the call that was shown last, among those of the same key
 */
record CallCursor(CallSort sort, String key, UUID id) {

    private static final UUID HIGHEST = new UUID(-1L, -1L);

    static CallCursor start(CallSort sort) {
        return new CallCursor(sort, switch (sort) {
            case TIME -> "9999-01-01T00:00:00Z";
            case COST, LATENCY -> Long.toString(Long.MAX_VALUE);
        }, HIGHEST);
    }

    /** Reads what {@link #toString} wrote for a list that is sorted alike; nothing at all is the start. */
    static CallCursor parse(CallSort sort, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return start(sort);
        }
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", 3);
            if (parts.length == 3 && parts[0].equals(sort.name())) {
                switch (sort) {
                    case TIME -> Instant.parse(parts[1]);
                    case COST, LATENCY -> Long.parseLong(parts[1]);
                }
                return new CallCursor(sort, parts[1], UUID.fromString(parts[2]));
            }
        } catch (IllegalArgumentException | DateTimeParseException malformed) {
            // as one of another list
        }
        throw new InvalidInput("cursor", "This cursor was not given out by Downshift for a list that is sorted so.", "Start without a cursor.");
    }

    @Override
    public String toString() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((sort + " " + key + " " + id).getBytes(StandardCharsets.UTF_8));
    }
}
