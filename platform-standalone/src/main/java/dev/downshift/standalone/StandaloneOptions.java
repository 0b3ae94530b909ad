package dev.downshift.standalone;

import java.nio.file.Path;
import java.util.ArrayList;
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

    @Option(names = "--grpc-port", paramLabel = "N", description = "Where spans come in by OTLP over gRPC (4317); 0 for any, -1 for nowhere.")
    private @Nullable Integer grpcPort;

    @Option(names = "--home", paramLabel = "FOLDER", description = "Where the data is (.downshift).")
    private @Nullable Path home;

    static StandaloneOptions parse(String... arguments) {
        var options = new StandaloneOptions();
        try {
            var commandLine = new CommandLine(options);
            commandLine.parseArgs(arguments);
            if (options.port < 0 || options.port > 65_535) {
                throw new ParameterException(commandLine, "--port takes 0 to 65535, not " + options.port);
            }
            if (options.grpcPort != null && (options.grpcPort < -1 || options.grpcPort > 65_535)) {
                throw new ParameterException(commandLine, "--grpc-port takes -1 to 65535, not " + options.grpcPort);
            }
        } catch (ParameterException mistake) {
            System.err.println("downshift up: " + mistake.getMessage());
            System.exit(2);
        }
        return options;
    }

    List<String> settings() {
        List<String> settings = new ArrayList<>(List.of("--server.port=" + port));
        if (grpcPort != null) {
            settings.add("--downshift.telemetry.grpc-port=" + grpcPort);
        }
        if (home != null) {
            settings.add("--downshift.home=" + home);
        }
        return settings;
    }
}
