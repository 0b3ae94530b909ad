package dev.downshift.db;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data folder of the embedded PostgreSQL: made once, and freed of a server that an earlier process left behind. */
record PostgresCluster(PostgresBinaries binaries, Path folder, Unprivileged user) {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresCluster.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    /** Makes the data folder ready for a start and answers it. */
    Path prepare(Passwords passwords) throws IOException {
        Path data = folder.resolve("data");
        if (Files.exists(data)) {
            stopLeftover(data.resolve("postmaster.pid"));
        } else {
            initialise(data, passwords);
        }
        return data;
    }

    private void initialise(Path data, Passwords passwords) throws IOException {
        Path fresh = folder.resolve("data.new");
        delete(fresh);
        user.own(folder);
        Path passwordFile = Files.createTempFile(folder, "initdb", ".password", Passwords.PRIVATE_FILE);
        try {
            Files.writeString(passwordFile, passwords.superuser());
            user.own(passwordFile);
            run(List.of(binaries.program("initdb").toString(), "-U", "postgres", "-A", "scram-sha-256",
                    "--pwfile=" + passwordFile, "--encoding=UTF8", "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8", "--no-sync", "-D", fresh.toString()));
        } finally {
            Files.delete(passwordFile);
        }
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(user.command(command)).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new DatabaseUnavailable("The embedded PostgreSQL could not be initialised:\n" + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while initialising the embedded PostgreSQL", e);
        }
    }

    /** Stops a server whose guard was killed; the lock on the folder says that nobody uses it. */
    private void stopLeftover(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> leftover = Files.readString(pidFile).lines().findFirst()
                .map(line -> Long.parseLong(line.strip()))
                .flatMap(ProcessHandle::of)
                .filter(PostgresCluster::isServer);
        if (leftover.isPresent()) {
            stop(leftover.get());
        }
    }

    private static void stop(ProcessHandle leftover) throws IOException {
        LOG.info("Stopping the embedded PostgreSQL that an earlier process left behind (pid {})", leftover.pid());
        new ProcessBuilder("kill", "-INT", Long.toString(leftover.pid())).start();
        long deadline = System.nanoTime() + STOP_LIMIT.toNanos();
        try {
            while (isServer(leftover)) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("The embedded PostgreSQL with pid " + leftover.pid() + " does not stop");
                }
                Thread.sleep(25);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the embedded PostgreSQL", e);
        }
    }

    /**
     * Whether the process runs a server. One that ended but that nobody waited for has no command line, and the program
     * of one in another user namespace is hidden, but not its command line.
     */
    static boolean isServer(ProcessHandle handle) {
        Path commandLine = Path.of("/proc", Long.toString(handle.pid()), "cmdline");
        try {
            return Files.exists(Path.of("/proc/self"))
                    ? Files.readString(commandLine).split("\0", 2)[0].contains("postgres")
                    : handle.info().command().filter(command -> command.endsWith("postgres")).isPresent();
        } catch (IOException ended) {
            return false;
        }
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
