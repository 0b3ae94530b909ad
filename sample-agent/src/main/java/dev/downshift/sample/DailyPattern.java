package dev.downshift.sample;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** When tickets arrive over some weeks: most in office hours, a second wave in the evening, less at weekends. */
final class DailyPattern {

    private static final int[] BY_HOUR = {2, 1, 1, 1, 1, 2, 4, 8, 14, 18, 19, 17, 13, 15, 17, 16, 14, 12, 13, 15, 14, 10, 6, 3};

    private final ZonedDateTime begin;
    private final double[] cumulative;

    DailyPattern(ZonedDateTime until, int weeks) {
        begin = until.withZoneSameInstant(ZoneOffset.UTC).minusWeeks(weeks);
        cumulative = new double[weeks * 7 * 24 + 1];
        for (int hour = 0; hour + 1 < cumulative.length; hour++) {
            ZonedDateTime at = begin.plusHours(hour);
            boolean weekend = at.getDayOfWeek() == DayOfWeek.SATURDAY || at.getDayOfWeek() == DayOfWeek.SUNDAY;
            cumulative[hour + 1] = cumulative[hour] + BY_HOUR[at.getHour()] * (weekend ? 0.45 : 1.0);
        }
    }

    /** The time by which a share of all tickets has arrived. */
    ZonedDateTime at(double share) {
        double sought = Math.clamp(share, 0, 1) * cumulative[cumulative.length - 1];
        int hour = java.util.Arrays.binarySearch(cumulative, sought);
        int index = Math.clamp(hour < 0 ? -hour - 2 : hour, 0, cumulative.length - 2);
        double within = (sought - cumulative[index]) / (cumulative[index + 1] - cumulative[index]);
        return begin.plus(Duration.ofMillis((long) ((index + within) * 3_600_000L)));
    }
}
