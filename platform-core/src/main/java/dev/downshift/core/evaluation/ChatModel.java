package dev.downshift.core.evaluation;

import dev.downshift.core.network.OutboundHttp;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
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

    private final OutboundHttp http;
    private final URI address;
    private final @Nullable String credential;
    private final Duration pause;

    /**
     * A model at an address.
     *
     * @param http whose patience an attempt has
     * @param pause before the second attempt; doubled before each further one
     */
    ChatModel(OutboundHttp http, URI baseUrl, @Nullable String credential, Duration pause) {
        String base = baseUrl.toString();
        this.http = http;
        this.address = URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/chat/completions");
        this.credential = credential;
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

    private Attempt attempt(ObjectNode request) {
        long begin = System.nanoTime();
        try {
            Map<String, String> headers = credential == null ? Map.of() : Map.of("Authorization", "Bearer " + credential);
            OutboundHttp.Answer answer = http.send(new OutboundHttp.Request(address, headers, JSON.writeValueAsString(request)), MOST_BYTES);
            return answer.status() == 200 ? new Attempt(read(answer.body(), Duration.ofNanos(System.nanoTime() - begin).toMillis()), false)
                    : new Attempt(Reply.failed("HTTP status " + answer.status()), answer.status() == 429 || answer.status() >= 500);
        } catch (OutboundHttp.TooLarge tooLarge) {
            return new Attempt(Reply.failed("an answer of more than 16 MiB"), false);
        } catch (OutboundHttp.TooLate | SocketTimeoutException late) {
            return new Attempt(Reply.unreached("no whole answer in time"), true);
        } catch (IOException lost) {
            return new Attempt(Reply.unreached("no answer: " + lost.getClass().getSimpleName()), true);
        }
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
