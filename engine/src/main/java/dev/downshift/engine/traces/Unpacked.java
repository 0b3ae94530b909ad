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
        Peeking current = new Peeking(new BufferedInputStream(new Guarded(source), 1 << 16));
        try {
            for (int depth = 0; depth < DEEPEST_WRAPPING && current.startsWith(0x1f, 0x8b); depth++) {
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
     * Looks ahead a few bytes, and never reads further than it must: what came before an error is given out first.
     * Answers {@link #available()} by looking, for GZIPInputStream takes 0 for the end of the file and would silently
     * drop every member after the first.
     */
    private static final class Peeking extends FilterInputStream {
        private final byte[] ahead = new byte[2];
        private int position;
        private int end;

        Peeking(InputStream in) {
            super(in);
        }

        /** Whether the next bytes are these. */
        boolean startsWith(int first, int second) throws IOException {
            return look(1) && (ahead[position] & 0xff) == first && look(2) && (ahead[position + 1] & 0xff) == second;
        }

        @Override
        public int available() throws IOException {
            return look(1) ? 1 : 0;
        }

        @Override
        public int read() throws IOException {
            return position < end ? ahead[position++] & 0xff : super.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (position == end) {
                return super.read(target, offset, length);
            }
            int count = Math.min(length, end - position);
            System.arraycopy(ahead, position, target, offset, count);
            position += count;
            return count;
        }

        private boolean look(int count) throws IOException {
            if (position == end) {
                position = 0;
                end = 0;
            } else if (position > 0 && end - position < count) {
                ahead[0] = ahead[position];
                position = 0;
                end = 1;
            }
            while (end - position < count) {
                int read = super.read(ahead, end, position + count - end);
                if (read < 0) {
                    return false;
                }
                end += read;
            }
            return true;
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
