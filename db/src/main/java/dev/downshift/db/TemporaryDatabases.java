package dev.downshift.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.ClassUtils;

/** Databases that live as long as their application context, on one server that lives as long as this process. */
final class TemporaryDatabases {

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryDatabases.class);
    private static final String PREFIX = "temporary_";
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static @Nullable DatabaseServer server;

    private TemporaryDatabases() {}

    static Database create(Path home) throws SQLException {
        DatabaseServer running = server(home);
        String name = PREFIX + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
        running.createDatabase(name);
        return new Database(running, name, () -> drop(running, name));
    }

    private static synchronized DatabaseServer server(Path home) throws SQLException {
        DatabaseServer running = server;
        if (running == null) {
            running = start(home);
            running.createRoles();
            for (String leftover : running.databases(PREFIX)) {
                running.dropDatabase(leftover);
            }
            server = running;
        }
        return running;
    }

    private static DatabaseServer start(Path home) {
        boolean containers =
                ClassUtils.isPresent("org.testcontainers.postgresql.PostgreSQLContainer", TemporaryDatabases.class.getClassLoader());
        return containers && DockerEngine.answers() ? ContainerPostgres.start() : embedded(home);
    }

    /** Takes the first folder that no other process uses; an initialised one starts quicker than a new one. */
    private static DatabaseServer embedded(Path home) {
        try {
            for (int i = 1; ; i++) {
                Path folder = Files.createDirectories(home.resolve("temporary-database-" + i));
                FileLock lock = EmbeddedPostgres.tryLock(folder);
                if (lock != null) {
                    return EmbeddedPostgres
                            .start(PostgresBinaries.require(), folder, EmbeddedPostgres.Durability.NONE, lock)
                            .server();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void drop(DatabaseServer server, String name) {
        try {
            server.dropDatabase(name);
        } catch (SQLException e) {
            LOG.debug("The temporary database {} stays until the next start: {}", name, e.getMessage());
        }
    }
}
