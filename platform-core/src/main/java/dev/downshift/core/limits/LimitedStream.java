package dev.downshift.core.limits;

import dev.downshift.core.LimitReached;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/** Bytes up to a number; what comes after it is refused. */
final class LimitedStream extends FilterInputStream {

    private final Supplier<LimitReached> refusal;
    private long left;

    LimitedStream(InputStream bytes, long most, Supplier<LimitReached> refusal) {
        super(bytes);
        this.left = most;
        this.refusal = refusal;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        count(Math.max(0, read));
        return read;
    }

    @Override
    public long skip(long bytes) throws IOException {
        long skipped = super.skip(bytes);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(long bytes) {
        left -= bytes;
        if (left < 0) {
            throw refusal.get();
        }
    }
}
