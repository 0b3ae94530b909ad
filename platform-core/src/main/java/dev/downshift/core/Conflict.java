package dev.downshift.core;

/** The request was right, but not in the state that the thing is in now. */
public final class Conflict extends Refusal {

    /** @param message what stands in the way, and what to do */
    public Conflict(String message) {
        super(message);
    }
}
