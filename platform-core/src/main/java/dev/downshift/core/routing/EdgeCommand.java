package dev.downshift.core.routing;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The command that starts an edge server: from its jar, or in development from the class path. */
final class EdgeCommand {

    private static final String MAIN = "dev.downshift.edge.EdgeServer";

    private EdgeCommand() {}

    static List<String> of(ModelServerSettings settings, ServableModel model) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(program(settings.edgeJar()));
        command.addAll(List.of("--model", model.file().toString(), "--name", model.name(), "--port", "0", "--with-parent",
                "--context", String.valueOf(settings.contextTokens())));
        if (settings.threads() > 0) {
            command.addAll(List.of("--threads", String.valueOf(settings.threads())));
        }
        return command;
    }

    private static List<String> program(@Nullable Path configured) {
        if (configured != null) {
            return List.of("-jar", configured.toString());
        }
        URL main = EdgeCommand.class.getResource("/" + MAIN.replace('.', '/') + ".class");
        if (main != null) {
            return List.of("-cp", System.getProperty("java.class.path"), MAIN);
        }
        return besideRunningJar().map(jar -> List.of("-jar", jar.toString())).orElseThrow(() -> new ModelUnavailable(
                "The edge server's jar was not found. Build it with './mvnw package', or name it in downshift.model-servers.edge-jar.", null));
    }

    /** In the folder of the running jar, or in the build folder of the neighbouring module. */
    private static Optional<Path> besideRunningJar() {
        Path running = runningJar();
        Path folder = running == null ? null : running.getParent();
        if (folder == null) {
            return Optional.empty();
        }
        return Stream.of(folder, folder.resolve("../../platform-edge/target")).flatMap(EdgeCommand::edgeJars).findFirst();
    }

    private static Stream<Path> edgeJars(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> String.valueOf(file.getFileName()).matches("(platform-edge-.*-exec|edge)\\.jar")).toList().stream();
        } catch (IOException unreadable) {
            return Stream.empty();
        }
    }

    /** A nested jar's address is {@code jar:nested:/app.jar/!BOOT-INF/lib/x.jar!/}. */
    private static @Nullable Path runningJar() {
        try {
            String location = EdgeCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI().toString();
            String path = location.replaceFirst("^(jar:)?(nested|file):", "").replaceFirst("/?!.*$", "");
            return Path.of(path).toAbsolutePath();
        } catch (URISyntaxException notAFile) {
            return null;
        }
    }
}
