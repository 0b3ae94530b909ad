package dev.downshift.engine.traces;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file's bytes without their wrappers. A wrapper that is cut off or damaged ends the bytes early and is remembered as
 * {@link #damage()}; an error of the source itself is thrown.
 */
final class Unpacked extends InputStream {

    private final Lookahead bytes;
    private final Inflation inflation;
    private @Nullable BadRecord damage;

    Unpacked(Lookahead bytes, Inflation inflation) {
        this.bytes = bytes;
        this.inflation = inflation;
    }

    /** What bounds these bytes, and what is unpacked from them. */
    Inflation inflation() {
        return inflation;
    }

    @Nullable BadRecord damage() {
        return damage;
    }

    /** The next bytes, which stay unread: as many as this, or as there are. */
    byte[] peek(int count) {
        return bytes.peek(count);
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (damage != null) {
            return -1;
        }
        try {
            return bytes.read(target, offset, length);
        } catch (DamagedFile damaged) {
            damage = damaged.reason();
            return -1;
        }
    }
}
