package dev.downshift.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL as a child of this process: on loopback only, with generated passwords, and gone when this process is gone,
 * however it ends.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    /** The shell outlives the server, and ends it when the pipe to this process breaks. */
    private static final String GUARD =
            "trap '' HUP INT TERM; \"$@\" </dev/null & pid=$!; (read -r _; kill -INT $pid); wait $pid";

    private final DatabaseServer server;
    private final Process guard;
    private final FileLock lock;

    private EmbeddedPostgres(DatabaseServer server, Process guard, FileLock lock) {
        this.server = server;
        this.guard = guard;
        this.lock = lock;
    }

    /** Whether committed transactions survive a crash of the machine; tests need not wait for the disk. */
    enum Durability {
        FULL,
        NONE
    }

    /** Starts the server of a folder, which is initialised first when it is new. */
    static EmbeddedPostgres start(PostgresBinaries binaries, Path folder, Durability durability) {
        try {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            FileLock lock = tryLock(folder);
            if (lock == null) {
                throw new DatabaseUnavailable("The embedded database in " + folder
                        + " is in use by another process. Stop it, or choose another folder (--home, DOWNSHIFT_HOME), or share one"
                        + " database by spring.datasource.url.");
            }
            return start(binaries, folder, durability, lock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static EmbeddedPostgres start(PostgresBinaries binaries, Path folder, Durability durability, FileLock lock)
            throws IOException {
        long begin = System.nanoTime();
        Unprivileged user = Unprivileged.detect();
        Passwords passwords = Passwords.keptIn(folder.resolve("passwords.properties"));
        Path data = new PostgresCluster(binaries, folder, user).prepare(passwords);
        user.own(folder);
        int port = freePort();
        Process guard = launch(binaries, folder, data, user, port, durability);
        DatabaseServer server =
                new DatabaseServer(InetAddress.getLoopbackAddress().getHostAddress(), port, "postgres", passwords);
        EmbeddedPostgres started = new EmbeddedPostgres(server, guard, lock);
        started.awaitReady(folder.resolve("server.log"));
        LOG.info("Embedded PostgreSQL on port {} with {} ({}), {} ms", port, folder, user,
                (System.nanoTime() - begin) / 1_000_000);
        return started;
    }

    DatabaseServer server() {
        return server;
    }

    @Override
    public void close() {
        try {
            guard.getOutputStream().close();
            if (!guard.waitFor(20, TimeUnit.SECONDS)) {
                LOG.warn("Embedded PostgreSQL did not stop within 20 s");
            }
            lock.channel().close();
        } catch (IOException e) {
            LOG.warn("Embedded PostgreSQL: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static @Nullable FileLock tryLock(Path folder) throws IOException {
        FileChannel channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel);
        if (lock == null) {
            channel.close();
        }
        return lock;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (java.nio.channels.OverlappingFileLockException heldHere) {
            return null;
        }
    }

    private static Process launch(PostgresBinaries binaries, Path folder, Path data, Unprivileged user, int port,
            Durability durability) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", GUARD, "guard"));
        if (System.getProperty("os.name").startsWith("Linux")) {
            command.add("setsid");
        }
        List<String> postgres = new ArrayList<>(List.of(binaries.program("postgres").toString(), "-D", data.toString(),
                "-p", Integer.toString(port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
                "-c", "timezone=UTC", "-c", "log_timezone=UTC", "-c", "max_connections=200", "-c", "max_locks_per_transaction=256", "-c", "jit=off"));
        if (durability == Durability.NONE) {
            postgres.addAll(List.of("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"));
        }
        command.addAll(user.command(postgres));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile())
                .start();
    }

    private void awaitReady(Path log) throws IOException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            try (Connection connection = server.administer("postgres")) {
                if (connection.isValid(5)) {
                    return;
                }
            } catch (SQLException notYet) {
                if (!guard.isAlive() || Files.readString(log).contains("database system is shut down")) {
                    break;
                }
                pause();
            }
        }
        close();
        throw new DatabaseUnavailable("The embedded PostgreSQL did not start:\n" + Files.readString(log));
    }

    private static void pause() {
        try {
            Thread.sleep(25);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the embedded PostgreSQL started", e);
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
