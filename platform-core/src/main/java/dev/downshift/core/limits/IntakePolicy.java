package dev.downshift.core.limits;

import dev.downshift.core.InvalidInput;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an organization lets in, and how long it keeps it.
 *
 * @param requestsPerSecond at the live receiver, by each of its processes; null for no limit
 * @param spansPerSecond at the live receiver, by each of its processes; null for no limit
 * @param dailyBytes over all ways in, a day in UTC; null for no limit
 * @param keepCallsDays how old a call may become; null keeps it
 * @param keepFilesDays how long the encrypted file of an upload is kept after its ingest; null for what the operator has set
 * @param sampleOneIn of so many conversations one is kept, and counts for all of them; 1 keeps every one. A whole number, so that a kept
 *     call stands for a whole number of calls and sums of calls and tokens stay whole.
 */
public record IntakePolicy(
        @Nullable Integer requestsPerSecond,
        @Nullable Integer spansPerSecond,
        @Nullable Long dailyBytes,
        @Nullable Integer keepCallsDays,
        @Nullable Integer keepFilesDays,
        int sampleOneIn) {

    public static final int MOST_REQUESTS = 100_000;
    public static final int MOST_SPANS = 10_000_000;
    public static final long LEAST_BYTES = 1_000_000;
    public static final long MOST_BYTES = 1_000_000_000_000_000L;
    public static final int MOST_DAYS = 3_650;
    public static final int MOST_FILE_DAYS = 365;
    public static final int RAREST_SAMPLE = 1_000;

    /** What holds until an organization saves a policy of its own: everything is taken and kept. */
    public static final IntakePolicy STANDARD = new IntakePolicy(null, null, null, null, null, 1);

    public IntakePolicy {
        check("requestsPerSecond", requestsPerSecond, 1, MOST_REQUESTS);
        check("spansPerSecond", spansPerSecond, 1, MOST_SPANS);
        check("dailyBytes", dailyBytes, LEAST_BYTES, MOST_BYTES);
        check("keepCallsDays", keepCallsDays, 1, MOST_DAYS);
        check("keepFilesDays", keepFilesDays, 1, MOST_FILE_DAYS);
        check("sampleOneIn", sampleOneIn, 1, RAREST_SAMPLE);
    }

    private static void check(String field, @Nullable Number value, long least, long most) {
        if (value != null && (value.longValue() < least || value.longValue() > most)) {
            throw new InvalidInput(field, String.format(Locale.ROOT, "%s is %,d.", field, value.longValue()),
                    String.format(Locale.ROOT, "Choose a whole number from %,d to %,d%s.", least, most, field.equals("sampleOneIn") ? "" : ", or nothing for no limit"));
        }
    }
}
