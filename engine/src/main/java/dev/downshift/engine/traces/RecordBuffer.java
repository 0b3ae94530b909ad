package dev.downshift.engine.traces;

import java.util.Arrays;

/** The bytes of one record, up to a limit; what is beyond the limit is counted as overflow and dropped. */
final class RecordBuffer {

    private final int limit;
    private byte[] bytes = new byte[1 << 14];
    private int length;
    private boolean overflown;

    RecordBuffer(int limit) {
        this.limit = limit;
    }

    void clear() {
        length = 0;
        overflown = false;
        if (bytes.length > 1 << 20) {
            bytes = new byte[1 << 14];
        }
    }

    void append(int value) {
        if (length == limit) {
            overflown = true;
            return;
        }
        ensure(length + 1);
        bytes[length++] = (byte) value;
    }

    void append(byte[] source, int from, int count) {
        int kept = Math.min(count, limit - length);
        overflown |= kept < count;
        ensure(length + kept);
        System.arraycopy(source, from, bytes, length, kept);
        length += kept;
    }

    boolean overflown() {
        return overflown;
    }

    boolean isBlank() {
        for (int index = 0; index < length; index++) {
            if (!isWhitespace(bytes[index])) {
                return false;
            }
        }
        return !overflown;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    static boolean isWhitespace(int value) {
        return value == ' ' || value == '\t' || value == '\r' || value == '\n';
    }

    private void ensure(int capacity) {
        if (capacity > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(capacity, 2L * bytes.length), Math.max(limit, capacity)));
        }
    }
}
