package dev.downshift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.engine.evaluation.AdjustedRandIndex;
import dev.downshift.sample.SampleAgent;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class DiscoverSampleAgentTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder = Path.of(".");

    @Test
    void findsTheCallSitesOfTheSampleAgentThatItsLabelsName() throws IOException {
        Path traces = folder.resolve("traces.jsonl.gz");
        Path labels = folder.resolve("labels.jsonl");
        SampleAgent.generate(new SampleAgent.Traffic(2_000, 11, ZonedDateTime.of(2026, 6, 1, 0, 0, 0, 0, ZoneOffset.UTC), 4, 0.03), traces, labels);
        StringWriter out = new StringWriter();

        assertThat(Downshift.commandLine().setOut(new PrintWriter(out)).execute("discover", traces.toString())).isZero();

        assertThat(AdjustedRandIndex.of(field(out.toString().lines(), "callSite"), field(Files.readAllLines(labels).stream(), "callSite"))).isGreaterThan(0.95);
    }

    private static List<String> field(Stream<String> lines, String name) {
        return lines.map(line -> JSON.readTree(line).path(name).asString("none")).toList();
    }
}
