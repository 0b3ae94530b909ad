package dev.downshift.engine.traces;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The file as it comes in: counts its bytes, and remembers an error of its own, which is not a fault in what it holds. */
final class SourceFile extends FilterInputStream {

    private long count;
    private @Nullable IOException failure;

    SourceFile(InputStream source) {
        super(source);
    }

    /** How many bytes of it have been read. */
    long count() {
        return count;
    }

    /** What a caller that caught an error should throw on, if the file itself could not be read. */
    @Nullable IOException failure() {
        return failure;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            int read = super.read(target, offset, length);
            count += Math.max(0, read);
            return read;
        } catch (IOException failed) {
            failure = failed;
            throw failed;
        }
    }

    /** Stays open: it is not ours. */
    @Override
    public void close() {}

    @Override
    public long skip(long count) throws IOException {
        return readNBytes((int) Math.min(count, 1 << 16)).length;
    }
}
