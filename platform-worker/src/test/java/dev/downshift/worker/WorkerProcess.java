package dev.downshift.worker;

import dev.downshift.core.DownshiftHome;
import dev.downshift.core.jobs.JobKind;
import dev.downshift.db.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** A worker in a process of its own, on the database and the home of the test, for some kinds of jobs. */
public record WorkerProcess(Process process, Path log) implements AutoCloseable {

    public static final Duration PATIENCE = Duration.ofMinutes(3);

    public static WorkerProcess start(Set<JobKind> kinds, Database database, DownshiftHome home, Path log, String... settings) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx400m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), WorkerApplication.class.getName(),
                "--spring.datasource.url=" + database.url(), "--spring.datasource.username=" + database.application().role(),
                "--spring.datasource.password=" + database.application().password(), "--spring.flyway.enabled=false",
                "--downshift.home=" + home.path(), "--downshift.worker.poll=50ms", "--downshift.worker.events-lost-after=1s", "--server.port=0"));
        command.addAll(List.of(settings));
        for (JobKind kind : JobKind.values()) {
            command.add("--downshift.worker.concurrency." + kind.name().toLowerCase(Locale.ROOT) + "=" + (kinds.contains(kind) ? 1 : 0));
        }
        return new WorkerProcess(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
    }

    /** Waits for something that this worker has to bring about. */
    public void await(BooleanSupplier reached) throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!reached.getAsBoolean()) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                throw new AssertionError((process.isAlive() ? "not reached within " + PATIENCE : "the worker ended") + ": " + text());
            }
            Thread.sleep(20);
        }
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private String text() {
        try {
            return Files.readString(log);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
