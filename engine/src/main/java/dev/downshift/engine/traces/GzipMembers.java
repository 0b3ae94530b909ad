package dev.downshift.engine.traces;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The bytes inside a gzip file (RFC 1952), all its members one after the other; zeros after the last are padding. What
 * was unpacked before a damaged place is given out first.
 */
final class GzipMembers extends InputStream {

    private static final int DEFLATE = 8;
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA_FIELD = 4;
    private static final int FILE_NAME = 8;
    private static final int COMMENT = 16;

    private final InputStream source;
    private final Inflation inflation;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int end;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private boolean inMember;
    private boolean ended;

    /** Unpacks what begins with a member. */
    GzipMembers(InputStream source, Inflation inflation) {
        this.source = source;
        this.inflation = inflation;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (length > 0 && !ended) {
            if (!inMember) {
                begin();
            } else {
                int count = inflate(target, offset, length);
                if (count > 0) {
                    checksum.update(target, offset, count);
                    return count;
                }
                finish();
            }
        }
        return length == 0 ? 0 : -1;
    }

    @Override
    public void close() throws IOException {
        ended = true;
        inflater.end();
        source.close();
    }

    private int inflate(byte[] target, int offset, int length) throws IOException {
        if (inflation.exceeded()) {
            throw DamagedFile.inflated();
        }
        try {
            int count = inflater.inflate(target, offset, length);
            while (count == 0 && !inflater.finished()) {
                if (inflater.needsDictionary()) {
                    throw DamagedFile.compression();
                }
                need();
                inflater.setInput(buffer, position, end - position);
                count = inflater.inflate(target, offset, length);
                position = end - inflater.getRemaining();
            }
            inflation.unpacked(count);
            position = end - inflater.getRemaining();
            return count;
        } catch (DataFormatException damaged) {
            throw DamagedFile.compression();
        }
    }

    private void begin() throws IOException {
        int first = skipPadding();
        if (first < 0) {
            ended = true;
            inflater.end();
            return;
        }
        if (first != 0x1f || next() != 0x8b) {
            throw DamagedFile.trailing("gzip");
        }
        if (next() != DEFLATE) {
            throw DamagedFile.compression();
        }
        int flags = next();
        skip(6);
        if ((flags & EXTRA_FIELD) != 0) {
            skip(next() | next() << 8);
        }
        if ((flags & FILE_NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CHECKSUM) != 0) {
            skip(2);
        }
        inflater.reset();
        checksum.reset();
        inMember = true;
    }

    /** The trailer is the checksum and the length, modulo 2^32, of what was unpacked. */
    private void finish() throws IOException {
        if (number() != checksum.getValue() || number() != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw DamagedFile.compression();
        }
        inMember = false;
    }

    private int skipPadding() throws IOException {
        while (position < end || fill()) {
            int value = buffer[position++] & 0xff;
            if (value != 0) {
                return value;
            }
        }
        return -1;
    }

    private void skipText() throws IOException {
        int value = next();
        while (value != 0) {
            value = next();
        }
    }

    private void skip(int count) throws IOException {
        for (int index = 0; index < count; index++) {
            next();
        }
    }

    private long number() throws IOException {
        return next() | (long) next() << 8 | (long) next() << 16 | (long) next() << 24;
    }

    private int next() throws IOException {
        need();
        return buffer[position++] & 0xff;
    }

    private void need() throws IOException {
        if (position == end && !fill()) {
            throw DamagedFile.cutOff();
        }
    }

    private boolean fill() throws IOException {
        position = 0;
        end = Math.max(0, source.read(buffer, 0, buffer.length));
        return end > 0;
    }
}
