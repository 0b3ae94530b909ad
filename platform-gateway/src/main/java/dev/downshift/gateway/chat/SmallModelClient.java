package dev.downshift.gateway.chat;

import dev.downshift.core.routing.LiveRoute;
import dev.downshift.core.routing.ModelServers;
import dev.downshift.gateway.GatewaySettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks a small model. The answer is taken as a stream, so that giving up is noticed by the model's server, and checked as a whole before
 * anyone sees it.
 */
@Component
class SmallModelClient {

    private static final JsonMapper JSON = new JsonMapper();
    /** How a model's server says that a request does not suit it: its prompt is too long, or its schema cannot be enforced. */
    private static final Set<Integer> REFUSED = Set.of(400, 413, 422);
    private static final int BUSY = 503;
    private static final List<String> LEFT_OUT = List.of("n", "logprobs", "top_logprobs", "logit_bias", "seed", "service_tier", "store", "metadata", "user");

    private final ModelServers servers;
    private final Duration limit;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(2)).build();
    private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();

    SmallModelClient(ModelServers servers, GatewaySettings settings) {
        this.servers = servers;
        this.limit = settings.smallModelTimeout();
    }

    SmallAnswer ask(LiveRoute route, JsonNode request) {
        long begin = System.nanoTime();
        if (!RequestCheck.supports(route.answers(), request)) {
            return SmallAnswer.doubtful(Doubt.UNSUPPORTED, Duration.ZERO);
        }
        Optional<URI> server = servers.ready(route.model());
        if (server.isEmpty()) {
            return SmallAnswer.doubtful(Doubt.NOT_READY, since(begin));
        }
        HttpRequest asked = HttpRequest.newBuilder(server.get().resolve("/v1/chat/completions"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(rewritten(route, request))))
                .build();
        CompletableFuture<InputStream> body = new CompletableFuture<>();
        Future<SmallAnswer> answer = readers.submit(() -> read(asked, body, route, request, begin));
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            abandon(body, answer);
            return SmallAnswer.doubtful(Doubt.TIMED_OUT, since(begin));
        } catch (ExecutionException failed) {
            return SmallAnswer.doubtful(Doubt.FAILED, since(begin));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            abandon(body, answer);
            return SmallAnswer.doubtful(Doubt.FAILED, since(begin));
        }
    }

    private SmallAnswer read(HttpRequest asked, CompletableFuture<InputStream> body, LiveRoute route, JsonNode request, long begin) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = client.send(asked, HttpResponse.BodyHandlers.ofInputStream());
        StreamAssembly assembly = new StreamAssembly();
        try (InputStream in = response.body()) {
            body.complete(in);
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                assembly.add(buffer, read);
            }
        }
        if (REFUSED.contains(response.statusCode())) {
            return SmallAnswer.doubtful(Doubt.UNSUPPORTED, since(begin));
        }
        if (response.statusCode() == BUSY) {
            return SmallAnswer.doubtful(Doubt.NOT_READY, since(begin));
        }
        String finish = assembly.finishReason();
        if (response.statusCode() != 200 || finish == null || assembly.error() != null) {
            return SmallAnswer.doubtful(Doubt.FAILED, since(begin));
        }
        ObjectNode completion = assembly.completion();
        Optional<Doubt> doubt = AnswerCheck.doubt(route.answers(), request, assembly.message(), finish);
        return new SmallAnswer(completion, doubt, since(begin));
    }

    /** Closing the stream ends the exchange, and with it the model's work. */
    private static void abandon(CompletableFuture<InputStream> body, Future<SmallAnswer> answer) {
        var _ = body.thenAccept(stream -> {
            try {
                stream.close();
            } catch (IOException alreadyClosed) {
                answer.cancel(true);
            }
        });
        answer.cancel(true);
    }

    /** The request as the model was evaluated with: its best answer, no sampling. */
    private static ObjectNode rewritten(LiveRoute route, JsonNode request) {
        ObjectNode rewritten = (ObjectNode) request.deepCopy();
        LEFT_OUT.forEach(rewritten::remove);
        rewritten.put("model", route.model().name());
        rewritten.put("temperature", 0);
        rewritten.remove("top_p");
        rewritten.put("stream", true);
        rewritten.putObject("stream_options").put("include_usage", true);
        return rewritten;
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
