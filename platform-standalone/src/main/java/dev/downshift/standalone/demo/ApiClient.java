package dev.downshift.standalone.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the REST API as a CI job would write one: an API key, JSON, and polling until a job has ended. */
final class ApiClient {

    private static final Duration POLL_EVERY = Duration.ofMillis(500);

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.shared();
    private final URI server;
    private final String key;

    ApiClient(URI server, String key) {
        this.server = server;
        this.key = key;
    }

    JsonNode get(String path) {
        return send(request(path).GET().build());
    }

    JsonNode post(String path, Map<String, ?> body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json.writeValueAsString(body)))
                .build());
    }

    JsonNode put(String path, Map<String, ?> body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(json.writeValueAsString(body)))
                .build());
    }

    /** Sends a file as it is, streamed. */
    JsonNode upload(String path, Path file) {
        return send(request(path).header("Content-Type", "application/octet-stream").POST(contentOf(file)).build());
    }

    /**
     * Asks again and again until the answer satisfies {@code ended}.
     *
     * @throws StageFailed when it has not within {@code limit}
     */
    JsonNode await(String path, Duration limit, Predicate<JsonNode> ended) {
        var deadline = Instant.now().plus(limit);
        while (true) {
            var answer = get(path);
            if (ended.test(answer)) {
                return answer;
            }
            if (Instant.now().isAfter(deadline)) {
                throw new StageFailed("%s had not ended after %d s: %s".formatted(path, limit.toSeconds(), answer));
            }
            pause();
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path)).header("Authorization", "Bearer " + key);
    }

    private JsonNode send(HttpRequest request) {
        try {
            var response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() >= 400) {
                throw new StageFailed("%s %s answered %d: %s"
                        .formatted(request.method(), request.uri(), response.statusCode(), response.body()));
            }
            return response.body().isEmpty() ? json.createObjectNode() : json.readTree(response.body());
        } catch (IOException failure) {
            throw new UncheckedIOException("%s %s".formatted(request.method(), request.uri()), failure);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new StageFailed("interrupted");
        }
    }

    private static BodyPublisher contentOf(Path file) {
        try {
            return BodyPublishers.ofFile(file);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_EVERY);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new StageFailed("interrupted");
        }
    }
}
