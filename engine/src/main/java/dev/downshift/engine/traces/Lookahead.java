package dev.downshift.engine.traces;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A stream whose next bytes can be looked at. An error is thrown only after every byte before it was given out, and again each time. */
final class Lookahead extends InputStream {

    private final InputStream input;
    private byte[] buffer = new byte[0];
    private int position;
    private int end;
    private boolean ended;
    private @Nullable IOException failure;

    Lookahead(InputStream input) {
        this.input = input;
    }

    /** The next bytes, which stay unread: as many as this, or as there are. */
    byte[] peek(int count) {
        if (end - position < count && !ended) {
            buffer = Arrays.copyOf(Arrays.copyOfRange(buffer, position, end), count);
            end -= position;
            position = 0;
            while (end < count && !ended) {
                end += Math.max(0, fill(buffer, end, count - end));
            }
        }
        return Arrays.copyOfRange(buffer, position, position + Math.min(count, end - position));
    }

    /** Whether the input has ended, and someone read up to there. */
    boolean ended() {
        return ended && position == end;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position < end) {
            int count = Math.min(length, end - position);
            System.arraycopy(buffer, position, target, offset, count);
            position += count;
            return count;
        }
        int count = ended ? -1 : fill(target, offset, length);
        if (failure != null) {
            throw failure;
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }

    private int fill(byte[] target, int offset, int length) {
        try {
            int count = input.read(target, offset, length);
            ended = count < 0;
            return count;
        } catch (IOException failed) {
            ended = true;
            failure = failed;
            return -1;
        }
    }
}
