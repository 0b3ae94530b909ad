package dev.downshift.core;

/** The actor may see this, but may not do that to it. */
public final class AccessDenied extends Refusal {

    /** @param message what may not be done, and who may */
    public AccessDenied(String message) {
        super(message);
    }
}
