package dev.downshift.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.db.Database;
import dev.downshift.db.DatabaseAutoConfiguration;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Each deployable starts alone from its packaged archive, on a database that somebody else runs. */
class DeployablesIT {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static ConfigurableApplicationContext database;

    @TempDir
    private static Path migrations;

    @TempDir
    private Path folder;

    @BeforeAll
    static void createDatabase() throws Exception {
        database = new SpringApplicationBuilder(DatabaseAutoConfiguration.class).web(WebApplicationType.NONE).run();
        migrate();
    }

    /** As the chart does ahead of everything else, and with nobody else's credentials. */
    private static void migrate() throws Exception {
        var external = database.getBean(Database.class);
        var output = migrations.resolve("output.txt");
        var process = new Program(archive("platform-api")).with(
                        "migrate",
                        "--downshift.home=" + migrations,
                        "--spring.datasource.url=" + external.url(),
                        "--spring.datasource.username=" + external.application().role(),
                        "--spring.datasource.password=" + external.application().password(),
                        "--spring.flyway.user=" + external.owner().role(),
                        "--spring.flyway.password=" + external.owner().password())
                .start(output);
        assertThat(process.waitFor()).as(() -> Program.read(output)).isZero();
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"platform-api", "platform-web", "platform-gateway", "platform-worker"})
    void startsAloneOnAnExternalDatabase(String module) throws Exception {
        var external = database.getBean(Database.class);
        var port = freePort();
        startsAndAnswers(new Program(archive(module)).with(
                        "--server.port=" + port,
                        "--downshift.telemetry.grpc-port=0",
                        "--downshift.home=" + folder.resolve("home"),
                        "--spring.datasource.url=" + external.url(),
                        "--spring.datasource.username=" + external.application().role(),
                        "--spring.datasource.password=" + external.application().password(),
                        "--spring.flyway.enabled=false"),
                port, "/actuator/health/readiness");
    }

    @Test
    void theEdgeServesAModelAlone() throws Exception {
        var port = freePort();
        startsAndAnswers(new Program(archive("platform-edge")).with("--port", Integer.toString(port), "--model", baseModel().toString()),
                port, "/health");
    }

    private void startsAndAnswers(Program program, int port, String health) throws Exception {
        var output = folder.resolve("output.txt");
        var process = program.start(output);
        try {
            assertThat(answers(process, URI.create("http://127.0.0.1:" + port + health))).as(() -> Program.read(output)).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static boolean answers(Process process, URI health) throws InterruptedException {
        var deadline = Instant.now().plus(LIMIT);
        try (var http = HttpClient.newHttpClient()) {
            while (process.isAlive() && Instant.now().isBefore(deadline)) {
                try {
                    if (http.send(HttpRequest.newBuilder(health).build(), BodyHandlers.discarding()).statusCode() == 200) {
                        return true;
                    }
                } catch (IOException notYet) {
                    // It listens once it has started.
                }
                Thread.sleep(100);
            }
        }
        return false;
    }

    private static Path archive(String module) throws IOException {
        try (Stream<Path> built = Files.list(PROJECT.resolve(module).resolve("target"))) {
            return built.filter(file -> file.toString().endsWith("-exec.jar")).findFirst().orElseThrow();
        }
    }

    /** The base model that was installed with the trainer. */
    private static Path baseModel() throws IOException {
        try (Stream<Path> installed = Files.find(PROJECT.resolve(".downshift/python/lib"), 5,
                (file, attributes) -> file.getFileName().toString().endsWith(".Q4_1.gguf"))) {
            return installed.findFirst().orElseThrow();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
