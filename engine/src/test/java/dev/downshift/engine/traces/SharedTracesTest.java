package dev.downshift.engine.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharedTracesTest {

    @ParameterizedTest
    @CsvSource({
        "autogpt-calls.jsonl.gz, 440, CHAT_COMPLETIONS",
        "metagpt-cache.jsonl.gz, 425, CHAT_COMPLETIONS",
        "tau-bench-airline-gpt4o-trajectories.json.gz, 2454, CONVERSATIONS"
    })
    void everyCallOfARealTraceFileIsRead(String name, int calls, TraceFormat format) throws IOException {
        String given = System.getenv("DOWNSHIFT_DATA");
        Path file = (given == null ? Path.of("..", "..", "shared", "data") : Path.of(given)).resolve("traces").resolve(name);
        assumeTrue(Files.exists(file), () -> "the shared trace files are not here: " + file.toAbsolutePath().normalize());

        try (InputStream input = new BufferedInputStream(Files.newInputStream(file))) {
            CollectingSink sink = CollectingSink.read(TraceReader.standard(CollectingSink.RECEIVED_AT), input, 0);
            assertThat(sink.rejected).isEmpty();
            assertThat(sink.calls).hasSize(calls).allMatch(LlmCall::succeeded);
            assertThat(sink.format).isEqualTo(format);
        }
    }
}
