package dev.downshift.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

class EmbeddedPostgresTest {

    @TempDir
    Path folder;

    @Test
    void keepsItsDataAcrossRestarts() throws SQLException {
        try (EmbeddedPostgres postgres = start()) {
            execute(postgres, "create table kept (x int)", "insert into kept values (42)");
        }
        try (EmbeddedPostgres postgres = start(); Connection connection = postgres.server().administer("postgres")) {
            try (var rows = connection.createStatement().executeQuery("select x from kept")) {
                assertThat(rows.next()).isTrue();
            }
        }
    }

    @Test
    void refusesASecondProcessOnTheSameFolder() {
        try (EmbeddedPostgres postgres = start()) {
            assertThat(postgres.server().port()).isPositive();
            assertThatThrownBy(this::start).hasMessageContaining("in use by another process");
        }
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void anOperatorIsToldSoInASentence(CapturedOutput output) {
        try (ConfigurableApplicationContext first = application()) {
            assertThat(first.isRunning()).isTrue();
            assertThatThrownBy(this::application).hasRootCauseInstanceOf(DatabaseUnavailable.class);
        }
        assertThat(output).contains("in use by another process").doesNotContain("\tat org.springframework");
    }

    private ConfigurableApplicationContext application() {
        return new SpringApplicationBuilder(DatabaseAutoConfiguration.class).web(WebApplicationType.NONE)
                .run("--downshift.home=" + folder, "--downshift.database.mode=embedded");
    }

    @Test
    void letsNobodyInWithoutThePassword() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            String url = postgres.server().url("postgres");
            assertThatThrownBy(() -> DriverManager.getConnection(url, "postgres", "")).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> DriverManager.getConnection(url, "postgres", "guess"))
                    .hasMessageContaining("password authentication failed");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("passwords.properties"))))
                .isEqualTo("rw-------");
    }

    @Test
    void endsWithItsParentAndStartsAgainWhereItWasKilled() throws Exception {
        Process parent = fork();
        try (BufferedReader reader = parent.inputReader(StandardCharsets.UTF_8)) {
            assertThat(awaitLine(reader, "started")).isTrue();
            ProcessHandle server = server();
            parent.destroyForcibly();
            server.onExit().get(10, TimeUnit.SECONDS);
            assertThat(server.isAlive()).isFalse();
        }
        try (EmbeddedPostgres again = start()) {
            assertThat(again.server().databases("downshift")).isEmpty();
        }
    }

    @Test
    void stopsAServerThatNobodyGuards() throws Exception {
        start().close();
        Process unguarded = unguarded();
        try (EmbeddedPostgres again = start()) {
            assertThat(unguarded.isAlive()).isFalse();
            assertThat(again.server().port()).isPositive();
        }
    }

    /** A server without a guard, as a guard that was killed leaves it behind, once it has written its pid. */
    private Process unguarded() throws Exception {
        List<String> postgres = List.of(PostgresBinaries.require().program("postgres").toString(), "-D",
                folder.resolve("data").toString(), "-p",
                Integer.toString(EmbeddedPostgres.freePort()), "-c", "listen_addresses=127.0.0.1", "-c",
                "unix_socket_directories=");
        Process server = new ProcessBuilder(Unprivileged.detect().command(postgres))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("unguarded.log").toFile())
                .start();
        Path pid = folder.resolve("data/postmaster.pid");
        while (!Files.exists(pid) || !Files.readString(pid).endsWith("ready   \n")) {
            assertThat(server.isAlive()).isTrue();
            Thread.sleep(10);
        }
        return server;
    }

    private ProcessHandle server() throws Exception {
        String pid = Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst();
        Optional<ProcessHandle> handle = ProcessHandle.of(Long.parseLong(pid.strip()));
        return handle.orElseThrow();
    }

    private Process fork() throws Exception {
        return new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Holder.class.getName(), folder.toString()))
                .redirectErrorStream(true)
                .start();
    }

    private static boolean awaitLine(BufferedReader reader, String expected) throws Exception {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.equals(expected)) {
                return true;
            }
        }
        return false;
    }

    private EmbeddedPostgres start() {
        return EmbeddedPostgres.start(PostgresBinaries.require(), folder, EmbeddedPostgres.Durability.NONE);
    }

    private static void execute(EmbeddedPostgres postgres, String... statements) throws SQLException {
        try (Connection connection = postgres.server().administer("postgres")) {
            for (String statement : statements) {
                connection.createStatement().execute(statement);
            }
        }
    }

    /** Starts the server of a folder and waits to be killed. */
    static final class Holder {
        public static void main(String[] arguments) throws Exception {
            EmbeddedPostgres postgres = EmbeddedPostgres.start(PostgresBinaries.require(),
                    Path.of(Objects.requireNonNull(arguments[0])), EmbeddedPostgres.Durability.NONE);
            System.out.println("started");
            Thread.sleep(60_000);
            postgres.close();
        }
    }
}
