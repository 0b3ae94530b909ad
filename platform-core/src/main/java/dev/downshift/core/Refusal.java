package dev.downshift.core;

import java.util.Objects;

/** What the domain refuses to do, with a message for the person who asked. */
public abstract sealed class Refusal extends RuntimeException permits NotFound, Conflict, InvalidInput, AccessDenied, LimitReached {

    Refusal(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
