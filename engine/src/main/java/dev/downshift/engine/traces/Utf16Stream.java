package dev.downshift.engine.traces;

import java.io.IOException;
import java.io.InputStream;

/**
 * Text in UTF-16 (RFC 2781) as UTF-8, without its byte order mark. Half a surrogate pair and an odd last byte become a byte that no
 * UTF-8 has, so that the record they stand in is rejected, not silently changed.
 */
final class Utf16Stream extends InputStream {

    private static final int UNITS = 1 << 12;
    private static final int MARK = 0xfeff;
    private static final byte INVALID = (byte) 0xff;

    private final InputStream input;
    private final boolean bigEndian;
    private final byte[] text = new byte[3 * UNITS + 4];
    private int position;
    private int end;
    private int high = -1;
    private boolean begun;
    private boolean ended;

    Utf16Stream(InputStream input, boolean bigEndian) {
        this.input = input;
        this.bigEndian = bigEndian;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (position == end) {
            if (ended) {
                return -1;
            }
            fill();
        }
        int count = Math.min(length, end - position);
        System.arraycopy(text, position, target, offset, count);
        position += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }

    private void fill() throws IOException {
        byte[] units = new byte[2 * UNITS];
        int read = input.readNBytes(units, 0, units.length);
        position = 0;
        end = 0;
        for (int at = 0; at + 1 < read; at += 2) {
            int first = units[at] & 0xff;
            int second = units[at + 1] & 0xff;
            add(bigEndian ? (first << 8) | second : (second << 8) | first);
        }
        if (read < units.length) {
            ended = true;
            if (high >= 0 || read % 2 == 1) {
                text[end++] = INVALID;
            }
        }
    }

    private void add(int unit) {
        boolean mark = !begun && unit == MARK;
        begun = true;
        if (high >= 0 && Character.isLowSurrogate((char) unit)) {
            encode(Character.toCodePoint((char) high, (char) unit));
            high = -1;
            return;
        }
        if (high >= 0) {
            text[end++] = INVALID;
            high = -1;
        }
        if (Character.isHighSurrogate((char) unit)) {
            high = unit;
        } else if (Character.isLowSurrogate((char) unit)) {
            text[end++] = INVALID;
        } else if (!mark) {
            encode(unit);
        }
    }

    /** RFC 3629, section 3. */
    private void encode(int point) {
        if (point < 0x80) {
            text[end++] = (byte) point;
        } else if (point < 0x800) {
            text[end++] = (byte) (0xc0 | (point >> 6));
            text[end++] = (byte) (0x80 | (point & 0x3f));
        } else if (point < 0x10000) {
            text[end++] = (byte) (0xe0 | (point >> 12));
            text[end++] = (byte) (0x80 | ((point >> 6) & 0x3f));
            text[end++] = (byte) (0x80 | (point & 0x3f));
        } else {
            text[end++] = (byte) (0xf0 | (point >> 18));
            text[end++] = (byte) (0x80 | ((point >> 12) & 0x3f));
            text[end++] = (byte) (0x80 | ((point >> 6) & 0x3f));
            text[end++] = (byte) (0x80 | (point & 0x3f));
        }
    }
}
