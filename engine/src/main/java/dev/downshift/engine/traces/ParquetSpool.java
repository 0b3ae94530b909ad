package dev.downshift.engine.traces;

import dev.hardwood.InputFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file on disk, for it is read from its end. Only its owner can read it, and its name is gone as soon as it is
 * open where the system allows that, so that nothing stays behind when the process ends.
 */
final class ParquetSpool implements Closeable {

    private final Path path;

    private ParquetSpool(Path path) {
        this.path = path;
    }

    /** Null where there are more bytes than this. */
    static @Nullable ParquetSpool of(InputStream bytes, long limit) throws IOException {
        Path path = Files.createTempFile("downshift-", ".parquet");
        boolean kept = false;
        try {
            kept = copy(bytes, path, limit) <= limit;
            return kept ? new ParquetSpool(path) : null;
        } finally {
            if (!kept) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static long copy(InputStream bytes, Path path, long limit) throws IOException {
        long size = 0;
        byte[] buffer = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(path)) {
            for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
                size += count;
                if (size > limit) {
                    return size;
                }
                out.write(buffer, 0, count);
            }
        }
        return size;
    }

    FileChannel channel() throws IOException {
        return FileChannel.open(path);
    }

    InputFile file() {
        return InputFile.of(path);
    }

    /** Takes the name away from a file that is open. */
    void hide() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException stillInUse) {
            path.toFile().deleteOnExit();
        }
    }

    @Override
    public void close() {
        hide();
    }
}
