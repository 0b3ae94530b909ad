package dev.downshift.engine.traces;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A stream of bytes that knows its line and offset, looks ahead a little, and can go back over bytes just read. */
final class ByteCursor {

    /** How far {@link #head} and {@link #startsWith} can look ahead. */
    static final int LOOK_AHEAD = 64 << 10;

    private final InputStream input;
    private byte[] buffer = new byte[4 * LOOK_AHEAD];
    private int position;
    private int end;
    private boolean exhausted;
    private long offset;
    private long line = 1;

    ByteCursor(InputStream input) {
        this.input = input;
    }

    /** The offset of the next byte. */
    long offset() {
        return offset;
    }

    /** The 1-based line of the next byte. */
    long line() {
        return line;
    }

    /** Whether the input has ended and everything was read. */
    boolean exhausted() {
        return exhausted && position == end;
    }

    /** Gives up what was not read yet. */
    void exhaust() {
        exhausted = true;
        position = end;
    }

    int peek() throws IOException {
        return require(1) ? buffer[position] & 0xff : -1;
    }

    int read() throws IOException {
        if (position == end && !require(1)) {
            return -1;
        }
        int value = buffer[position++] & 0xff;
        offset++;
        if (value == '\n') {
            line++;
        }
        return value;
    }

    /** Reads up to the next line feed into {@code target} and consumes the line feed. */
    void readLine(RecordBuffer target) throws IOException {
        while (require(1)) {
            int from = position;
            while (position < end && buffer[position] != '\n') {
                position++;
            }
            target.append(buffer, from, position - from);
            offset += position - from;
            if (position < end) {
                position++;
                offset++;
                line++;
                return;
            }
        }
    }

    /** A copy of the next bytes, as many as there are up to {@link #LOOK_AHEAD}. */
    byte[] head() throws IOException {
        require(LOOK_AHEAD);
        return Arrays.copyOfRange(buffer, position, position + Math.min(LOOK_AHEAD, end - position));
    }

    boolean startsWith(byte[] expected) throws IOException {
        return require(expected.length)
                && Arrays.equals(buffer, position, position + expected.length, expected, 0, expected.length);
    }

    /** Goes back over bytes that were read last. */
    void unread(byte[] bytes, int from, int length) {
        if (length > position) {
            byte[] larger = new byte[length + end - position + LOOK_AHEAD];
            int target = length + LOOK_AHEAD;
            System.arraycopy(buffer, position, larger, target, end - position);
            end = target + end - position;
            position = target;
            buffer = larger;
        }
        position -= length;
        System.arraycopy(bytes, from, buffer, position, length);
        offset -= length;
        for (int index = from; index < from + length; index++) {
            if (bytes[index] == '\n') {
                line--;
            }
        }
    }

    private boolean require(int count) throws IOException {
        while (end - position < count && !exhausted) {
            if (buffer.length - position < count || position == end) {
                System.arraycopy(buffer, position, buffer, 0, end - position);
                end -= position;
                position = 0;
            }
            int read = input.read(buffer, end, buffer.length - end);
            if (read < 0) {
                exhausted = true;
            } else {
                end += read;
            }
        }
        return end - position >= count;
    }
}
