package dev.downshift.engine.traces;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Unpacks with a library's decoder, and says in our words why that went no further. */
final class Unpacker extends InputStream {

    private final Compression compression;
    private final Lookahead input;
    private final SourceFile file;
    private final Inflation inflation;
    private final Opener opener;
    private @Nullable InputStream decoder;

    /** Makes a decoder of a stream. */
    interface Opener {
        InputStream open(InputStream packed) throws IOException;
    }

    Unpacker(Compression compression, Lookahead input, SourceFile file, Inflation inflation, Opener opener) {
        this.compression = compression;
        this.input = input;
        this.file = file;
        this.inflation = inflation;
        this.opener = opener;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (inflation.exceeded()) {
            throw DamagedFile.inflated();
        }
        try {
            InputStream open = decoder;
            if (open == null) {
                open = opener.open(input);
                decoder = open;
            }
            int count = open.read(target, offset, length);
            inflation.unpacked(Math.max(0, count));
            return count;
        } catch (IOException | RuntimeException failed) {
            throw described(failed);
        }
    }

    /** Frees the memory that a decoder in native code holds. */
    @Override
    public void close() throws IOException {
        if (decoder != null) {
            decoder.close();
        }
        input.close();
    }

    private IOException described(Exception failed) {
        IOException failure = file.failure();
        if (failure != null) {
            return failure;
        }
        if (failed instanceof DamagedFile inside) {
            return inside;
        }
        if (failed instanceof ZstdIOException zstd && zstd.getErrorCode() == Zstd.errPrefixUnknown()) {
            return DamagedFile.trailing(compression.label());
        }
        if (failed instanceof ZstdIOException zstd && zstd.getErrorCode() == Zstd.errFrameParameterWindowTooLarge()) {
            return DamagedFile.window();
        }
        if (failed instanceof IOException && String.valueOf(failed.getMessage()).contains("after a valid")) {
            return DamagedFile.trailing(compression.label());
        }
        return input.ended() ? DamagedFile.cutOff() : DamagedFile.compression();
    }
}
