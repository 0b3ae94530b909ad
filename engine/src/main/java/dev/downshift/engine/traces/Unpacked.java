package dev.downshift.engine.traces;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
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
        InputStream current = new Peeking(new Guarded(source));
        try {
            for (int depth = 0; depth < DEEPEST_WRAPPING && isGzip(current); depth++) {
                current = new Peeking(new GZIPInputStream(current, 1 << 16));
            }
            return new Unpacked(current);
        } catch (SourceFailure failure) {
            throw failure.cause;
        } catch (EOFException | ZipException damaged) {
            Unpacked empty = new Unpacked(InputStream.nullInputStream());
            empty.damage = damaged(damaged);
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
        } catch (SourceFailure failure) {
            throw failure.cause;
        } catch (EOFException | ZipException damaged) {
            damage = damaged(damaged);
            return -1;
        }
    }

    private static BadRecord damaged(IOException cause) {
        return cause instanceof EOFException
                ? new BadRecord("The compressed file is cut off here",
                        "Compress and upload it again, once it is written completely. The records before this place were kept.")
                : new BadRecord("The compressed file is damaged here",
                        "Compress and upload it again from its source. The records before this place were kept.");
    }

    private static boolean isGzip(InputStream stream) throws IOException {
        stream.mark(2);
        int first = stream.read();
        int second = stream.read();
        stream.reset();
        return first == 0x1f && second == 0x8b;
    }

    /** Marks every error as the source's own, so that it is not taken for a damaged wrapper. */
    private static final class Guarded extends FilterInputStream {
        Guarded(InputStream source) {
            super(source);
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (IOException failure) {
                throw new SourceFailure(failure);
            }
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return super.read(target, offset, length);
            } catch (IOException failure) {
                throw new SourceFailure(failure);
            }
        }
    }

    /**
     * Answers {@link #available()} by looking ahead: GZIPInputStream takes 0 for the end of the file and would silently
     * drop every member after the first.
     */
    private static final class Peeking extends BufferedInputStream {
        Peeking(InputStream in) {
            super(in, 1 << 16);
        }

        @Override
        public synchronized int available() throws IOException {
            mark(1);
            int next = read();
            reset();
            return next < 0 ? 0 : 1;
        }
    }

    private static final class SourceFailure extends IOException {
        private final IOException cause;

        SourceFailure(IOException cause) {
            super(cause);
            this.cause = cause;
        }
    }
}
