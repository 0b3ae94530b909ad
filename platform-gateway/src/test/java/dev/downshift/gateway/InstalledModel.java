package dev.downshift.gateway;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The base model that the trainer's environment brings along. */
final class InstalledModel {

    private InstalledModel() {}

    static Path file() throws IOException {
        String python = System.getenv("DOWNSHIFT_PYTHON") == null ? "../.downshift/python/bin/python" : System.getenv("DOWNSHIFT_PYTHON");
        Path libraries = Path.of(python).resolve("../../lib").normalize();
        if (Files.isDirectory(libraries)) {
            try (Stream<Path> files = Files.find(libraries, 4, (path, attributes) -> path.toString().endsWith(".gguf"))) {
                List<Path> found = files.toList();
                if (!found.isEmpty()) {
                    return found.getFirst().toAbsolutePath();
                }
            }
        }
        return abort("the base model is not installed: run './downshift doctor', or set DOWNSHIFT_PYTHON");
    }
}
