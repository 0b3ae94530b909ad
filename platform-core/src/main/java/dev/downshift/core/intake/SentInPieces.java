package dev.downshift.core.intake;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.SequenceInputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A long text as UTF-8, kept in pieces: it takes as much room as its bytes, and no more while it is written. */
final class SentInPieces extends OutputStream {

    private static final int PIECE = 1 << 16;

    private final List<byte[]> full = new ArrayList<>();
    private byte[] last = new byte[PIECE];
    private int used;

    Writer writer() {
        return new OutputStreamWriter(this, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int from = offset;
        while (from < offset + length) {
            if (used == PIECE) {
                full.add(last);
                last = new byte[PIECE];
                used = 0;
            }
            int count = Math.min(offset + length - from, PIECE - used);
            System.arraycopy(bytes, from, last, used, count);
            used += count;
            from += count;
        }
    }

    int length() {
        return Math.addExact(full.size() * PIECE, used);
    }

    InputStream open() {
        List<InputStream> pieces = new ArrayList<>(full.stream().map(ByteArrayInputStream::new).toList());
        pieces.add(new ByteArrayInputStream(last, 0, used));
        return new SequenceInputStream(Collections.enumeration(pieces));
    }
}
