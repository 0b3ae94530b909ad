package dev.downshift.core.limits;

import dev.downshift.core.LimitReached;
import dev.downshift.core.WatchedInput;
import java.io.InputStream;
import java.util.function.Supplier;

/** Bytes up to a number; what comes after it is refused. */
final class LimitedStream extends WatchedInput {

    private final Supplier<LimitReached> refusal;
    private long left;

    LimitedStream(InputStream bytes, long most, Supplier<LimitReached> refusal) {
        super(bytes);
        this.left = most;
        this.refusal = refusal;
    }

    @Override
    protected void taken(long bytes) {
        left -= bytes;
        if (left < 0) {
            throw refusal.get();
        }
    }
}
