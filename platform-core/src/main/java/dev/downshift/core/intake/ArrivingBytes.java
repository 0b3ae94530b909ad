package dev.downshift.core.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/** A sender's bytes, given out in pieces. A connection that breaks off ends them, for what came before it counts. */
final class ArrivingBytes {

    private final PushbackInputStream source;
    private boolean ended;

    ArrivingBytes(InputStream source) {
        this.source = new PushbackInputStream(source, 1);
    }

    /** Whether there is at least one more byte; waits for it. */
    boolean hasMore() {
        if (ended) {
            return false;
        }
        try {
            int next = source.read();
            ended = next < 0;
            if (!ended) {
                source.unread(next);
            }
        } catch (IOException brokenOff) {
            ended = true;
        }
        return !ended;
    }

    /** The next bytes, up to a limit, while they go into a digest. */
    InputStream piece(long limit, ResumableDigest digest) {
        return new Piece(limit, digest);
    }

    private final class Piece extends InputStream {
        private final ResumableDigest digest;
        private long left;

        Piece(long limit, ResumableDigest digest) {
            this.left = limit;
            this.digest = digest;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left == 0 || ended) {
                return -1;
            }
            try {
                int count = source.read(target, offset, (int) Math.min(length, left));
                if (count < 0) {
                    ended = true;
                    return -1;
                }
                digest.update(target, offset, count);
                left -= count;
                return count;
            } catch (IOException brokenOff) {
                ended = true;
                return -1;
            }
        }
    }
}
