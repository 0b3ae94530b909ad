package dev.downshift.core.intake;

import dev.downshift.core.WatchedInput;
import java.io.InputStream;

/** Counts the bytes that were read. */
final class CountingStream extends WatchedInput {

    private long count;

    CountingStream(InputStream in) {
        super(in);
    }

    long count() {
        return count;
    }

    @Override
    protected void taken(long bytes) {
        count += bytes;
    }
}
