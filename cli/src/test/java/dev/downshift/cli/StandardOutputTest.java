package dev.downshift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandardOutputTest {

    private static final String CALL = "{\"request\":{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]},"
            + "\"response\":{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Ho\"}}]}}";

    @TempDir
    private Path folder = Path.of(".");
    private final StringWriter errors = new StringWriter();

    @Test
    void aFullDiskIsAFailure() throws IOException {
        assertThat(discoverInto("No space left on device")).isEqualTo(1);
        assertThat(errors).hasToString("downshift: the standard output takes no more: No space left on device" + System.lineSeparator());
    }

    @Test
    void aReaderThatHasSeenEnoughIsNone() throws IOException {
        assertThat(discoverInto("Broken pipe")).isZero();
        assertThat(errors.toString()).isEmpty();
    }

    private int discoverInto(String failure) throws IOException {
        Path file = Files.writeString(folder.resolve("log.jsonl"), CALL);
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException(failure);
            }
        };
        PrintWriter out = new PrintWriter(new StandardOutput(broken), false, StandardCharsets.UTF_8);
        return Downshift.commandLine().setOut(out).setErr(new PrintWriter(errors)).execute("discover", file.toString());
    }
}
