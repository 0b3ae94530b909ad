package dev.downshift.api.telemetry;

import org.jspecify.annotations.Nullable;

/** A request that an exporter should not send again: it says what is wrong with it. */
final class UnreadableRequest extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableRequest(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
