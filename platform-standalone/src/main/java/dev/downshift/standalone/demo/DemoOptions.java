package dev.downshift.standalone.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What `./downshift demo` was asked to do. */
@Command(name = "demo", description = "Starts everything and runs the whole story, from traces to realised savings.")
public final class DemoOptions {

    /** Marks a data folder as the demo's own, which the next demo may empty. */
    private static final String MARKER = "made-by-demo";

    @Option(names = "--traces", arity = "1..*", paramLabel = "FILE",
            description = "Your own trace files, instead of the sample agent's: shows their tasks, cost and worthiness.")
    private List<Path> traces = List.of();

    @Option(names = "--report", paramLabel = "FILE", description = "Write the figures of each stage as JSON.")
    private @Nullable Path report;

    @Option(names = "--once", description = "End after the report; exit code 0 only if every stage held.")
    private boolean once;

    @Option(names = "--calls", paramLabel = "N", defaultValue = "7500",
            description = "How many calls the sample agent makes (${DEFAULT-VALUE}).")
    private int calls;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "7", description = "The sample agent's seed (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--training-seconds", paramLabel = "N", defaultValue = "120",
            description = "The time each training run may take (${DEFAULT-VALUE}).")
    private int trainingSeconds;

    @Option(names = "--training-steps", paramLabel = "N",
            description = "How many steps each training run takes at most; as many as the time allows unless given.")
    private @Nullable Integer trainingSteps;

    @Option(names = "--examples", paramLabel = "N", defaultValue = "200",
            description = "How many test examples an evaluation asks (${DEFAULT-VALUE}).")
    private int examples;

    @Option(names = "--port", paramLabel = "N", defaultValue = "8080", description = "Where to listen (${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--grpc-port", paramLabel = "N", defaultValue = "4317",
            description = "Where spans come in by OTLP over gRPC (${DEFAULT-VALUE}); 0 for any, -1 for nowhere.")
    private int grpcPort;

    @Option(names = "--home", paramLabel = "FOLDER", defaultValue = ".downshift/demo",
            description = "The demo's own data folder, emptied at each start (${DEFAULT-VALUE}).")
    private Path home = Path.of(".downshift/demo");

    List<Path> traces() {
        return traces;
    }

    @Nullable Path report() {
        return report;
    }

    /** Whether to end after the report. */
    public boolean once() {
        return once;
    }

    int calls() {
        return calls;
    }

    long seed() {
        return seed;
    }

    int trainingSeconds() {
        return trainingSeconds;
    }

    @Nullable Integer trainingSteps() {
        return trainingSteps;
    }

    int examples() {
        return examples;
    }

    Path home() {
        return home;
    }

    /** The settings the application starts with. */
    public List<String> settings() {
        return List.of(
                "--server.port=" + port,
                "--downshift.telemetry.grpc-port=" + grpcPort,
                "--downshift.home=" + home,
                "--logging.file.name=" + home.resolve("downshift.log"),
                "--logging.threshold.console=OFF");
    }

    /**
     * Empties the demo's data folder of an earlier demo, so that each run tells the whole story.
     *
     * @throws IllegalStateException where the folder holds something else, or a trace file cannot be read
     */
    public void prepareHome() {
        traces.stream().filter(file -> !Files.isReadable(file) || Files.isDirectory(file)).findFirst().ifPresent(missing -> {
            throw new IllegalStateException("there is no file " + missing + " that can be read; give --traces the paths of trace files");
        });
        try {
            if (Files.exists(home.resolve(MARKER))) {
                FileSystemUtils.deleteRecursively(home);
            } else if (Files.exists(home)) {
                throw new IllegalStateException(home + " is not a demo's data folder; choose another with --home");
            }
            Files.createDirectories(home);
            Files.writeString(home.resolve(MARKER), "The next ./downshift demo empties this folder.\n");
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot prepare " + home, failure);
        }
    }
}
