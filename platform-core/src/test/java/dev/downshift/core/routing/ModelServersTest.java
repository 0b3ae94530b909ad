package dev.downshift.core.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real processes and the real base model. */
class ModelServersTest {

    private final LocalModelServers servers =
            new LocalModelServers(new ModelServerSettings(null, Map.of(), null, 512, 1, 2, Duration.ofMinutes(5), Duration.ofSeconds(60)));

    @AfterEach
    void stop() {
        servers.close();
    }

    @Test
    void aModelIsServedByOneProcessHoweverOftenItIsAskedFor() throws Exception {
        ServableModel model = new ServableModel("smol", baseModel());

        URI first = servers.serve(model);

        assertThat(servers.serve(model)).isEqualTo(first);
        assertThat(servers.ready(model)).contains(first);
        assertThat(health(first)).contains("\"status\":\"ok\"");
    }

    @Test
    void aKilledServerComesBackByItself() throws Exception {
        ServableModel model = new ServableModel("smol", baseModel());
        URI first = servers.serve(model);
        edgeProcesses().forEach(ProcessHandle::destroyForcibly);

        Instant limit = Instant.now().plusSeconds(30);
        Optional<URI> second = Optional.empty();
        while (Instant.now().isBefore(limit) && (second.isEmpty() || second.get().equals(first))) {
            Thread.sleep(100);
            second = servers.ready(model);
        }

        assertThat(second).isPresent();
        assertThat(health(second.orElseThrow())).contains("ok");
    }

    @Test
    void aFileThatIsNoModelIsSaidSo(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("no.gguf"), "text");

        assertThatThrownBy(() -> servers.serve(new ServableModel("broken", file))).isInstanceOf(ModelUnavailable.class).hasMessageContaining("not a GGUF file");
    }

    @Test
    void theModelUnusedLongestMakesRoom() throws Exception {
        Path file = baseModel();
        for (String name : List.of("a", "b", "c")) {
            servers.serve(new ServableModel(name, file));
        }

        Instant limit = Instant.now().plusSeconds(10);
        while (edgeProcesses().count() > 2 && Instant.now().isBefore(limit)) {
            Thread.sleep(100);
        }

        assertThat(edgeProcesses()).hasSize(2);
    }

    @Test
    void aClusterServesAllModelsAtOneAddress() {
        URI url = URI.create("http://models.internal:8000");

        assertThat(new FixedModelServers(url).serve(new ServableModel("a", Path.of("a")))).isEqualTo(url);
    }

    private static Stream<ProcessHandle> edgeProcesses() {
        return ProcessHandle.current().children().filter(child -> child.info().command().orElse("").endsWith("java"));
    }

    private static String health(URI base) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(base.resolve("/health")).build(), HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private static Path baseModel() throws IOException {
        String interpreter = System.getenv("DOWNSHIFT_PYTHON");
        Path environment = interpreter == null ? Path.of("..", ".downshift", "python") : Path.of(interpreter).resolve("../..").normalize();
        Path libraries = environment.resolve("lib");
        if (Files.isDirectory(libraries)) {
            try (Stream<Path> files = Files.find(libraries, 4, (path, attributes) -> path.toString().endsWith(".gguf"))) {
                List<Path> found = files.toList();
                if (!found.isEmpty()) {
                    return found.getFirst().toAbsolutePath();
                }
            }
        }
        return abort("the base model is not installed in " + environment + ": run './downshift doctor', or set DOWNSHIFT_PYTHON");
    }
}
