package dev.downshift.engine.traces;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;

/** The library's reader of a ZIP archive, with a look at what stands at the end of it and behind. */
final class ZipEntries extends ZipArchiveInputStream {

    private final EndOfDirectory end;

    ZipEntries(InputStream bytes) {
        this(new EndOfDirectory(bytes));
    }

    private ZipEntries(EndOfDirectory end) {
        super(end);
        this.end = end;
    }

    /** Whether the directory ends behind this offset, as it does in an archive that was not cut off. */
    boolean endsBehind(long offset) {
        return end.lastSeen >= offset;
    }

    /** A byte behind the archive, or -1. */
    int behind() throws IOException {
        return in.read();
    }

    /** Watches for the signature of the record that ends the directory, and with it the archive. */
    private static final class EndOfDirectory extends FilterInputStream {
        private static final int SIGNATURE = 0x504b0506;
        private long offset;
        private int last;
        private long lastSeen = -1;

        EndOfDirectory(InputStream bytes) {
            super(bytes);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            int count = super.read(target, from, length);
            for (int index = from; index < from + count; index++) {
                last = last << 8 | (target[index] & 0xff);
                offset++;
                lastSeen = last == SIGNATURE ? offset : lastSeen;
            }
            return count;
        }
    }
}
