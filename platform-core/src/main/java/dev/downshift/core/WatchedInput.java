package dev.downshift.core;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream whose bytes are watched as they are read. */
public abstract class WatchedInput extends FilterInputStream {

    protected WatchedInput(InputStream bytes) {
        super(bytes);
    }

    /** Is told of bytes that were read or skipped, before whoever asked has them. */
    protected abstract void taken(long bytes) throws IOException;

    @Override
    public int read() throws IOException {
        int value = super.read();
        if (value >= 0) {
            taken(1);
        }
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        if (count > 0) {
            taken(count);
        }
        return count;
    }

    @Override
    public long skip(long bytes) throws IOException {
        long skipped = super.skip(bytes);
        taken(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
