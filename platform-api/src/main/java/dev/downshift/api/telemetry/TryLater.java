package dev.downshift.api.telemetry;

import java.time.Duration;

/** What an exporter is told whose spans cannot be taken at the moment: why, and after how long to send them again. */
final class TryLater extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;
    private final Duration after;

    TryLater(String reason, Duration after) {
        super(reason, null, false, false);
        this.reason = reason;
        this.after = after;
    }

    String reason() {
        return reason;
    }

    /** In whole seconds, at least one. */
    long afterSeconds() {
        return Math.max(1, after.toSeconds());
    }
}
