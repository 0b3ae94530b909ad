package dev.downshift.sample;

import dev.downshift.sample.LoadGenerator.Load;
import dev.downshift.sample.LoadGenerator.SiteReport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the sample agent: writes trace files, plays the incumbent LLM, and makes load. */
@Command(name = "sample-traffic", mixinStandardHelpOptions = true,
        description = "A simulated customer-support agent and the LLM that answers it.")
public final class SampleTraffic {

    private SampleTraffic() {}

    public static void main(String... arguments) {
        System.exit(new CommandLine(new SampleTraffic()).execute(arguments));
    }

    @Command(mixinStandardHelpOptions = true, description = "Writes log records of simulated calls as JSON lines.")
    int generate(
            @Option(names = "--calls", required = true, description = "how many records") long calls,
            @Option(names = "--seed", defaultValue = "1", description = "the same seed gives the same file") long seed,
            @Option(names = "--out", required = true, description = "the file; .gz compresses") Path out,
            @Option(names = "--labels", description = "where the true call sites go, for tests") @Nullable Path labels,
            @Option(names = "--until", description = "end of the period, such as 2026-11-01T00:00:00Z; default the last midnight, UTC") @Nullable Instant until,
            @Option(names = "--weeks", defaultValue = "4", description = "length of the period") int weeks,
            @Option(names = "--mistakes", defaultValue = "0.03", description = "share of wrong answers") double mistakes) throws IOException {
        Instant end = until == null ? Instant.now().truncatedTo(ChronoUnit.DAYS) : until;
        ZonedDateTime at = end.atZone(ZoneOffset.UTC);
        SampleAgent.generate(new SampleAgent.Traffic(calls, seed, at, weeks, mistakes), out, labels);
        return 0;
    }

    @Command(mixinStandardHelpOptions = true, description = "Plays the incumbent LLM on 127.0.0.1 until it is stopped.")
    int serve(
            @Option(names = "--port", defaultValue = "8090", description = "0 takes a free one") int port,
            @Option(names = "--seed", defaultValue = "1", description = "of mistakes, failures and latencies") long seed,
            @Option(names = "--mistakes", defaultValue = "0.03", description = "share of wrong answers") double mistakes,
            @Option(names = "--failures", defaultValue = "0.02", description = "share of failed calls") double failures,
            @Option(names = "--pace", defaultValue = "1", description = "factor on the latency; 0 answers at once") double pace)
            throws IOException, InterruptedException {
        try (IncumbentServer server = IncumbentServer.start(new IncumbentServer.Settings(port, seed, mistakes, failures, pace))) {
            System.out.println("The simulated incumbent LLM answers at " + server.baseUrl());
            Thread.currentThread().join();
        }
        return 0;
    }

    @Command(mixinStandardHelpOptions = true, description = "Runs the agent against an OpenAI-compatible endpoint.")
    int drive(
            @Option(names = "--base-url", required = true, description = "ending in /v1") URI baseUrl,
            @Option(names = "--calls", required = true, description = "how many calls") long calls,
            @Option(names = "--concurrency", defaultValue = "8", description = "tickets at a time") int concurrency,
            @Option(names = "--seed", defaultValue = "2", description = "of the tickets") long seed,
            @Option(names = "--sites", split = ",", description = "call sites to call; default all") @Nullable Set<CallSite> sites) throws InterruptedException {
        Set<CallSite> chosen = sites == null || sites.isEmpty() ? EnumSet.allOf(CallSite.class) : sites;
        Load load = new Load(baseUrl, System.getenv("OPENAI_API_KEY"), calls, concurrency, seed, chosen);
        for (Map.Entry<CallSite, SiteReport> entry : LoadGenerator.run(load).entrySet()) {
            SiteReport site = entry.getValue();
            System.out.printf("%-10s %6d calls, %4d failed, %6d right, p50 %d ms, p95 %d ms%n", entry.getKey(), site.calls(), site.failed(),
                    site.right(), site.p50Millis(), site.p95Millis());
        }
        return 0;
    }
}
