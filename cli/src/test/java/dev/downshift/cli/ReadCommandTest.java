package dev.downshift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadCommandTest {

    private static final String CALL = "{\"timestamp\":\"2026-01-31T12:00:00Z\",\"request\":{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi %d\"}]},"
            + "\"response\":{\"id\":\"r%d\",\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Ho\"}}]},\"workload_id\":\"triage\"}";

    @TempDir
    private Path folder = Path.of(".");

    @Test
    void aFileIsConvertedThroughEveryFormatWithoutALoss() throws IOException {
        Path first = Files.write(folder.resolve("log.jsonl"), List.of(CALL.formatted(1, 1), CALL.formatted(2, 2)));

        Path parquet = converted(first, "parquet");
        Path spans = converted(parquet, "otlp");
        Path log = converted(spans, "JSONL");

        assertThat(withoutPositions(converted(log, "canonical"))).hasSize(2).isEqualTo(withoutPositions(converted(first, "canonical")));
        assertThat(parquet).hasBinaryContent(Files.readAllBytes(converted(log, "parquet")));
    }

    @Test
    void aFormatThatIsNotKnownIsWrongUsage() {
        StringWriter errors = new StringWriter();

        assertThat(run(errors, "read", "any.jsonl", "--format", "xml")).isEqualTo(2);
        assertThat(errors.toString()).contains("--format").contains("PARQUET");
    }

    @Test
    void aFileIsNotOverwrittenWhileItIsRead() throws IOException {
        Path file = Files.writeString(folder.resolve("log.jsonl"), CALL.formatted(1, 1));
        StringWriter errors = new StringWriter();

        assertThat(run(errors, "read", file.toString(), "--output", file.toString())).isEqualTo(2);
        assertThat(errors.toString()).contains("name another file");
        assertThat(file).hasContent(CALL.formatted(1, 1));
    }

    private Path converted(Path file, String format) {
        Path to = folder.resolve(file.getFileName() + "." + format);
        assertThat(run(new StringWriter(), "read", file.toString(), "--format", format, "--output", to.toString())).isZero();
        return to;
    }

    private static int run(StringWriter errors, String... arguments) {
        return Downshift.commandLine().setErr(new PrintWriter(errors)).execute(arguments);
    }

    private static List<String> withoutPositions(Path calls) throws IOException {
        return Files.readAllLines(calls).stream().map(line -> line.replaceFirst("\"position\":\\{[^}]*\\},", "")).toList();
    }
}
