package dev.downshift.engine.traces;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.jspecify.annotations.Nullable;

/** The ways in which a file may be compressed, recognised by its first bytes. */
enum Compression {
    GZIP("gzip") {
        @Override
        boolean begins(byte[] head) {
            return startsWith(head, 0x1f, 0x8b);
        }

        @Override
        InputStream unpack(Lookahead input, SourceFile file, Inflation inflation) {
            return new GzipMembers(input, inflation);
        }
    },
    BZIP2("bzip2") {
        @Override
        boolean begins(byte[] head) {
            return startsWith(head, 'B', 'Z', 'h') && head.length > 3 && head[3] >= '1' && head[3] <= '9';
        }

        @Override
        InputStream unpack(Lookahead input, SourceFile file, Inflation inflation) {
            return new Unpacker(this, input, file, inflation, bytes -> new OneByOne(new BZip2CompressorInputStream(new BufferedInputStream(bytes, 1 << 16), true)));
        }
    },
    ZSTD("zstd") {
        @Override
        boolean begins(byte[] head) {
            return startsWith(head, 0x28, 0xb5, 0x2f, 0xfd) || isSkippable(head);
        }

        @Override
        InputStream unpack(Lookahead input, SourceFile file, Inflation inflation) {
            return new Unpacker(this, input, file, inflation, ZstdInputStreamNoFinalizer::new);
        }
    };

    /** A file wrapped more often than this is not unpacked. */
    static final int DEEPEST_WRAPPING = 3;

    private final String label;

    Compression(String label) {
        this.label = label;
    }

    /** What people call it. */
    String label() {
        return label;
    }

    /** Whether a file begins like one of this kind. */
    abstract boolean begins(byte[] head);

    /** The bytes inside; a {@link DamagedFile} where they cannot be unpacked any further. */
    abstract InputStream unpack(Lookahead input, SourceFile file, Inflation inflation) throws IOException;

    /**
     * The bytes inside all wrappers of a file.
     *
     * @param wrappers gets their names, the outermost first
     */
    static Lookahead unwrapped(Lookahead input, SourceFile file, Inflation inflation, List<String> wrappers) throws IOException {
        Lookahead bytes = input;
        for (int depth = 0; depth < DEEPEST_WRAPPING; depth++) {
            Compression compression = of(bytes.peek(4));
            if (compression == null) {
                return bytes;
            }
            wrappers.add(compression.label());
            bytes = new Lookahead(compression.unpack(bytes, file, inflation));
        }
        return bytes;
    }

    private static @Nullable Compression of(byte[] head) {
        for (Compression compression : values()) {
            if (compression.begins(head)) {
                return compression;
            }
        }
        return null;
    }

    /** A frame that holds no data of the file (RFC 8878, section 3.1.2). */
    private static boolean isSkippable(byte[] head) {
        return head.length >= 4 && (head[0] & 0xf0) == 0x50 && startsWith(new byte[] {head[1], head[2], head[3]}, 0x2a, 0x4d, 0x18);
    }

    private static boolean startsWith(byte[] head, int... expected) {
        for (int index = 0; index < expected.length; index++) {
            if (index >= head.length || (head[index] & 0xff) != expected[index]) {
                return false;
            }
        }
        return true;
    }
}
