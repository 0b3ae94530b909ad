package dev.downshift.standalone.demo;

import dev.downshift.sample.IncumbentServer;
import dev.downshift.sample.SampleAgent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** The sample agent's traces, and the incumbent LLM that it calls. Both are simulated, and say so. */
final class Workload {

    private static final int WEEKS = 4;
    private static final double MISTAKES = 0.03;
    private static final double FAILURES = 0.01;

    private final DemoOptions options;

    Workload(DemoOptions options) {
        this.options = options;
    }

    Path traces() {
        return options.home().resolve("sample-agent.jsonl.gz");
    }

    IncumbentServer startIncumbent() {
        try {
            return IncumbentServer.start(new IncumbentServer.Settings(0, options.seed(), MISTAKES, FAILURES, 1));
        } catch (IOException failure) {
            throw new UncheckedIOException("the sample agent's incumbent cannot be started", failure);
        }
    }

    void generate(Map<String, Object> figures) {
        try {
            var until = Instant.now().truncatedTo(ChronoUnit.DAYS).atZone(ZoneOffset.UTC);
            SampleAgent.generate(new SampleAgent.Traffic(options.calls(), options.seed(), until, WEEKS, MISTAKES), traces(), null);
            figures.put("calls", options.calls());
            figures.put("bytes", Files.size(traces()));
        } catch (IOException failure) {
            throw new UncheckedIOException("the sample agent's traces cannot be written", failure);
        }
    }
}
