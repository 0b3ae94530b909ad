package dev.downshift.edge;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The edge server as the process it is. */
final class EdgeProcess implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final BufferedReader output;

    private EdgeProcess(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    static EdgeProcess start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--enable-native-access=ALL-UNNAMED", "-Xmx128m", "-XX:+UseSerialGC",
                "-cp", System.getProperty("java.class.path"), "dev.downshift.edge.EdgeServer"));
        command.addAll(List.of(arguments));
        return new EdgeProcess(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    static EdgeProcess serving(Path model, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--model", model.toString(), "--port", "0", "--name", "smol", "--with-parent"));
        arguments.addAll(List.of(more));
        return start(arguments.toArray(String[]::new));
    }

    /** The line it prints when it listens. */
    JsonNode announcement() throws IOException {
        return JSON.readTree(output.readLine());
    }

    void closeStandardInput() throws IOException {
        process.getOutputStream().close();
    }

    boolean endsWithin(int seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS);
    }

    int status() {
        return process.exitValue();
    }

    HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(URI uri, String body) throws IOException, InterruptedException {
        return client.send(request(uri, body), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<Stream<String>> stream(URI uri, String body) throws IOException, InterruptedException {
        return client.send(request(uri, body), HttpResponse.BodyHandlers.ofLines());
    }

    @Override
    public void close() {
        client.shutdownNow();
        process.destroyForcibly().onExit().join();
    }

    private static HttpRequest request(URI uri, String body) {
        return HttpRequest.newBuilder(uri).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)).build();
    }
}
