package dev.downshift.worker.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files of one training run. */
record RunFolder(Path path) {

    private static final JsonMapper JSON = new JsonMapper();

    Path specification() {
        return path.resolve("spec.json");
    }

    Path events() {
        return path.resolve("events.jsonl");
    }

    Path log() {
        return path.resolve("trainer.log");
    }

    Path resolve(String relative) {
        return path.resolve(relative);
    }

    boolean hasResult() {
        return Files.exists(path.resolve("result.json"));
    }

    JsonNode result() {
        return JSON.readTree(path.resolve("result.json"));
    }

    JsonNode golden() {
        return JSON.readTree(path.resolve("golden.json"));
    }

    void writeSpecification(JsonNode specification) throws IOException {
        write("spec.json", Stream.of(specification.toPrettyString()));
    }

    /** Writes lines into a file that appears only when it is whole. */
    void write(String name, Stream<String> lines) throws IOException {
        Files.createDirectories(path);
        Path part = path.resolve(name + ".part");
        try (var out = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
            for (String line : (Iterable<String>) lines::iterator) {
                out.write(line);
                out.write('\n');
            }
        }
        Files.move(part, path.resolve(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The last lines the trainer wrote on standard error, for the failure's text. */
    String endOfLog() throws IOException {
        if (!Files.exists(log())) {
            return "";
        }
        List<String> lines = Files.readAllLines(log(), StandardCharsets.UTF_8).stream().filter(line -> !line.isBlank()).toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }
}
