package dev.downshift.core.imports;

import java.time.Duration;

/** How often an import looks for something new. */
public enum Schedule {
    QUARTER_HOURLY(Duration.ofMinutes(15)),
    HOURLY(Duration.ofHours(1)),
    DAILY(Duration.ofDays(1));

    private final Duration period;

    Schedule(Duration period) {
        this.period = period;
    }

    public Duration period() {
        return period;
    }
}
