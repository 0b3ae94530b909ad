package dev.downshift.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Gives llama.cpp's library a private folder to be unpacked into, and removes it once it is loaded. The binding's own way unpacks into the
 * shared temporary folder under a fixed name and deletes there whatever an earlier process left, a running one's library included.
 */
final class NativeLibrary {

    private static final String FOLDER = "de.kherud.llama.tmpdir";

    private NativeLibrary() {}

    static void prepare() {
        try {
            System.setProperty(FOLDER, Files.createTempDirectory("downshift-edge").toString());
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot unpack llama.cpp's library into " + System.getProperty("java.io.tmpdir"), failed);
        }
    }

    /** A loaded library needs its file no more. Where the system does not let go of it (Windows), it stays. */
    static void discard() {
        Path folder = Path.of(System.getProperty(FOLDER));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : List.copyOf(files.toList())) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException stillInUse) {
            System.err.println("left " + folder + ": " + stillInUse.getMessage());
        }
    }
}
