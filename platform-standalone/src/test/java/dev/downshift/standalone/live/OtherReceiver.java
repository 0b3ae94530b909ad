package dev.downshift.standalone.live;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Another server that takes spans by OTLP, started on the loopback address with its SQLite database in a folder.
 *
 * @param address where it takes spans
 * @param database the file that it stores spans in, in a table {@code spans}
 */
record OtherReceiver(String name, Process process, Path python, URI address, Map<String, String> headers, Path database) implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(3);

    static OtherReceiver phoenix(Path environment, Path folder, int port, int grpcPort) throws IOException, InterruptedException {
        return start("Phoenix", environment, folder, port, "/healthz", "phoenix.db", Map.of(), Map.of("PHOENIX_WORKING_DIR", folder.toString(), "PHOENIX_HOST", "127.0.0.1",
                "PHOENIX_PORT", Integer.toString(port), "PHOENIX_GRPC_PORT", Integer.toString(grpcPort), "PHOENIX_TELEMETRY_ENABLED", "false"), "phoenix", "serve");
    }

    static OtherReceiver mlflow(Path environment, Path folder, int port) throws IOException, InterruptedException {
        return start("MLflow", environment, folder, port, "/health", "mlflow.db", Map.of("x-mlflow-experiment-id", "0"), Map.of("MLFLOW_DISABLE_TELEMETRY", "true"),
                "mlflow", "server", "--host", "127.0.0.1", "--port", Integer.toString(port), "--backend-store-uri", "sqlite:///" + folder.resolve("mlflow.db"),
                "--workers", "2");
    }

    private static OtherReceiver start(String name, Path environment, Path folder, int port, String health, String database, Map<String, String> headers,
            Map<String, String> variables, String program, String... arguments) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        List<String> command = new ArrayList<>(List.of(environment.resolve("bin").resolve(program).toString()));
        command.addAll(List.of(arguments));
        Path log = folder.resolve("server.log");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(variables);
        OtherReceiver receiver = new OtherReceiver(name, builder.start(), environment.resolve("bin/python"), URI.create("http://127.0.0.1:" + port + "/v1/traces"), headers,
                folder.resolve(database));
        long deadline = System.nanoTime() + START.toNanos();
        HttpClient client = HttpClient.newHttpClient();
        while (System.nanoTime() < deadline && receiver.process.isAlive()) {
            try {
                if (client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + health)).build(), HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return receiver;
                }
            } catch (IOException notYet) {
                // It listens once it has started.
            }
            Thread.sleep(200);
        }
        receiver.close();
        throw new IllegalStateException(name + " did not start: " + Files.readString(log));
    }

    /** How many spans are in its database. */
    long stored() throws IOException, InterruptedException {
        Process counting = new ProcessBuilder(python.toString(), "-c",
                "import sqlite3, sys; print(sqlite3.connect('file:' + sys.argv[1] + '?mode=ro', uri=True, timeout=30).execute('select count(*) from spans').fetchone()[0])",
                database.toString()).start();
        String count = new String(counting.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        String problem = new String(counting.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        if (counting.waitFor() != 0) {
            throw new IllegalStateException(problem);
        }
        return Long.parseLong(count);
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
