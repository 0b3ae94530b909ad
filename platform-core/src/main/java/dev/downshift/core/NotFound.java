package dev.downshift.core;

/** What was asked for does not exist, or belongs to someone else: the two look alike. */
public final class NotFound extends Refusal {

    /** @param what the kind of thing in plain words, like "upload"; never its content */
    public NotFound(String what) {
        super("There is no such " + what + ".");
    }
}
