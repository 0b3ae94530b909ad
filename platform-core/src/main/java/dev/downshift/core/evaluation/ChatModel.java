package dev.downshift.core.evaluation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A model behind an OpenAI-compatible address. A call that fails for a passing reason is tried again. */
final class ChatModel {

    private static final int ATTEMPTS = 4;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient client;
    private final URI baseUrl;
    private final @Nullable String credential;
    private final Duration timeout;
    private final Duration pause;

    /** @param pause before the second attempt; doubled before each further one */
    ChatModel(HttpClient client, URI baseUrl, @Nullable String credential, Duration timeout, Duration pause) {
        this.client = client;
        this.baseUrl = baseUrl;
        this.credential = credential;
        this.timeout = timeout;
        this.pause = pause;
    }

    /**
     * What came back.
     *
     * @param message the assistant's message; null when there is none
     * @param latencyMillis of the attempt that was answered
     */
    record Reply(@Nullable JsonNode message, @Nullable Integer promptTokens, @Nullable Integer completionTokens, @Nullable Long latencyMillis,
            @Nullable String failure) {
        static Reply failed(String why) {
            return new Reply(null, null, null, null, why);
        }
    }

    Reply ask(ObjectNode request) throws InterruptedException {
        Reply reply = Reply.failed("not asked");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (attempt > 0) {
                Thread.sleep(pause.multipliedBy(1L << (attempt - 1)));
            }
            try {
                long begin = System.nanoTime();
                HttpResponse<String> response = client.send(request(request), HttpResponse.BodyHandlers.ofString());
                reply = read(response, Duration.ofNanos(System.nanoTime() - begin).toMillis());
                if (response.statusCode() != 429 && response.statusCode() < 500) {
                    return reply;
                }
            } catch (IOException unreachable) {
                reply = Reply.failed("no answer: " + unreachable.getClass().getSimpleName());
            }
        }
        return reply;
    }

    private HttpRequest request(ObjectNode body) {
        String base = baseUrl.toString();
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/chat/completions"))
                .timeout(timeout).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        if (credential != null) {
            builder.header("Authorization", "Bearer " + credential);
        }
        return builder.build();
    }

    private static Reply read(HttpResponse<String> response, long millis) {
        if (response.statusCode() != 200) {
            return Reply.failed("HTTP status " + response.statusCode());
        }
        try {
            JsonNode body = JSON.readTree(response.body());
            JsonNode message = body.path("choices").path(0).path("message");
            JsonNode usage = body.path("usage");
            return message.isObject()
                    ? new Reply(message, count(usage, "prompt_tokens"), count(usage, "completion_tokens"), millis, null)
                    : Reply.failed("an answer without a message");
        } catch (JacksonException notJson) {
            return Reply.failed("an answer that is not JSON");
        }
    }

    private static @Nullable Integer count(JsonNode usage, String name) {
        return usage.path(name).isInt() ? usage.path(name).intValue() : null;
    }
}
