package dev.downshift.engine.traces;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file's bytes without their gzip wrappers. A wrapper that is cut off or damaged ends the bytes early and is
 * remembered as {@link #damage()}; an error of the source itself is thrown.
 */
final class Unpacked extends InputStream {

    private static final int DEEPEST_WRAPPING = 3;

    private final InputStream bytes;
    private @Nullable BadRecord damage;

    private Unpacked(InputStream bytes) {
        this.bytes = bytes;
    }

    static Unpacked of(InputStream source) throws IOException {
        Counted file = new Counted(source);
        PushbackInputStream current = new PushbackInputStream(file, 2);
        try {
            for (int depth = 0; depth < DEEPEST_WRAPPING && isGzip(current); depth++) {
                current = new PushbackInputStream(new GzipMembers(current, () -> file.count), 2);
            }
            return new Unpacked(current);
        } catch (DamagedFile damaged) {
            Unpacked empty = new Unpacked(InputStream.nullInputStream());
            empty.damage = damaged.reason();
            return empty;
        }
    }

    @Nullable BadRecord damage() {
        return damage;
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

    /** Looks at the second byte only behind a first one that fits. */
    private static boolean isGzip(PushbackInputStream bytes) throws IOException {
        int first = bytes.read();
        int second = first == 0x1f ? bytes.read() : -1;
        if (second >= 0) {
            bytes.unread(second);
        }
        if (first >= 0) {
            bytes.unread(first);
        }
        return second == 0x8b;
    }

    /** Counts the bytes of the file itself. */
    private static final class Counted extends FilterInputStream {
        private long count;

        Counted(InputStream source) {
            super(source);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
