package dev.downshift.core.evaluation;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A model behind an OpenAI-compatible address. A call that fails for a passing reason is tried again. */
final class ChatModel {

    private static final int ATTEMPTS = 4;
    private static final int MOST_BYTES = 16 << 20;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient client;
    private final URI baseUrl;
    private final @Nullable String credential;
    private final Duration timeout;
    private final Duration pause;

    /**
     * A model at an address.
     *
     * @param timeout of an attempt, from its beginning to the last byte of its answer
     * @param pause before the second attempt; doubled before each further one
     */
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
     * @param reached whether the model is known to have been asked: else its silence says nothing about what it can do
     */
    record Reply(@Nullable JsonNode message, @Nullable Integer promptTokens, @Nullable Integer completionTokens, @Nullable Long latencyMillis,
            @Nullable String failure, boolean reached) {
        static Reply failed(String why) {
            return new Reply(null, null, null, null, why, true);
        }

        static Reply unreached(String why) {
            return new Reply(null, null, null, null, why, false);
        }
    }

    Reply ask(ObjectNode request) throws InterruptedException {
        Attempt attempt = attempt(request);
        for (int repeated = 0; attempt.passing() && repeated < ATTEMPTS - 1; repeated++) {
            Thread.sleep(pause.multipliedBy(1L << repeated));
            attempt = attempt(request);
        }
        return attempt.reply();
    }

    /** What an attempt gave; {@code passing} where the next may give more. */
    private record Attempt(Reply reply, boolean passing) {}

    /** The client's own timeout ends with the headers, so a thread of its own takes the answer in, which may come slowly or never end. */
    private Attempt attempt(ObjectNode request) throws InterruptedException {
        FutureTask<Attempt> exchange = new FutureTask<>(() -> exchange(request));
        Thread.ofVirtual().name("ask-model").start(exchange);
        try {
            return exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return new Attempt(Reply.unreached("no whole answer within " + timeout.toSeconds() + " s"), true);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException lost) {
                return new Attempt(Reply.unreached("no answer: " + lost.getClass().getSimpleName()), true);
            }
            throw new IllegalStateException("a model could not be asked", failed.getCause());
        } finally {
            exchange.cancel(true);
        }
    }

    private Attempt exchange(ObjectNode request) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        HttpResponse<InputStream> response = client.send(request(request), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                return new Attempt(Reply.failed("HTTP status " + response.statusCode()), response.statusCode() == 429 || response.statusCode() >= 500);
            }
            byte[] answer = body.readNBytes(MOST_BYTES + 1);
            return new Attempt(answer.length > MOST_BYTES ? Reply.failed("an answer of more than 16 MiB")
                    : read(answer, Duration.ofNanos(System.nanoTime() - begin).toMillis()), false);
        }
    }

    private HttpRequest request(ObjectNode body) {
        String base = baseUrl.toString();
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/chat/completions"))
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        if (credential != null) {
            builder.header("Authorization", "Bearer " + credential);
        }
        return builder.build();
    }

    private static Reply read(byte[] answer, long millis) {
        try {
            JsonNode body = JSON.readTree(answer);
            JsonNode message = body.path("choices").path(0).path("message");
            JsonNode usage = body.path("usage");
            return message.isObject()
                    ? new Reply(message, count(usage, "prompt_tokens"), count(usage, "completion_tokens"), millis, null, true)
                    : Reply.failed("an answer without a message");
        } catch (JacksonException notJson) {
            return Reply.failed("an answer that is not JSON");
        }
    }

    private static @Nullable Integer count(JsonNode usage, String name) {
        return usage.path(name).isInt() ? usage.path(name).intValue() : null;
    }
}
