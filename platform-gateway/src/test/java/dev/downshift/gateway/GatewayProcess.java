package dev.downshift.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.db.Database;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway in a process of its own, on the database of the test, that keeps its log to itself until it is killed. */
record GatewayProcess(Process process, URI address) implements AutoCloseable {

    private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

    static GatewayProcess start(Database database, Path home, Path log) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx300m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                        "-cp", System.getProperty("java.class.path"), GatewayApplication.class.getName(),
                        "--spring.datasource.url=" + database.url(), "--spring.datasource.username=" + database.application().role(),
                        "--spring.datasource.password=" + database.application().password(), "--spring.flyway.enabled=false",
                        "--downshift.home=" + home, "--downshift.gateway.log-linger=1h", "--server.port=0"))
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Instant deadline = Instant.now().plus(Duration.ofMinutes(3));
        while (Instant.now().isBefore(deadline)) {
            Matcher started = STARTED.matcher(Files.readString(log));
            if (started.find()) {
                return new GatewayProcess(process, URI.create("http://127.0.0.1:" + started.group(1)));
            }
            assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
            Thread.sleep(100);
        }
        process.destroyForcibly();
        throw new AssertionError("the gateway did not start within three minutes: " + Files.readString(log));
    }

    /** Ends it as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
