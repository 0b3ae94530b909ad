package dev.downshift.standalone;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What `./downshift up` was asked to do. */
@Command(name = "up", description = "Starts everything on the embedded database and waits.")
final class StandaloneOptions {

    @Option(names = "--port", paramLabel = "N", defaultValue = "8080", description = "Where to listen (${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--home", paramLabel = "FOLDER", description = "Where the data is (.downshift).")
    private @Nullable Path home;

    static StandaloneOptions parse(String... arguments) {
        var options = new StandaloneOptions();
        try {
            new CommandLine(options).parseArgs(arguments);
        } catch (ParameterException mistake) {
            System.err.println("downshift up: " + mistake.getMessage());
            System.exit(2);
        }
        return options;
    }

    List<String> settings() {
        return home == null
                ? List.of("--server.port=" + port)
                : List.of("--server.port=" + port, "--downshift.home=" + home);
    }
}
