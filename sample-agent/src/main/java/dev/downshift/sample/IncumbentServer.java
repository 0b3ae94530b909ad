package dev.downshift.sample;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.downshift.sample.Incumbent.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A small OpenAI-compatible server on the loopback address that plays the incumbent LLM: {@code POST
 * /v1/chat/completions} whole or streamed, and {@code GET /v1/models}. It answers the sample agent's prompts and says in
 * every answer that it is simulated.
 */
public final class IncumbentServer implements AutoCloseable {

    /**
     * How the server behaves.
     *
     * @param port 0 takes a free one
     * @param seed of mistakes, failures and latencies
     * @param mistakes share of answers that are wrong
     * @param failures share of calls answered with 429, 500 or 504
     * @param pace factor on the realistic latency; 0 answers at once
     */
    public record Settings(int port, long seed, double mistakes, double failures, double pace) {
        /** A free port, 3% mistakes, 2% failures and a realistic latency. */
        public static Settings defaults() {
            return new Settings(0, 1, 0.03, 0.02, 1.0);
        }
    }

    private static final int LARGEST_REQUEST = 8 << 20;

    private final Settings settings;
    private final Incumbent incumbent;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong served = new AtomicLong();

    private IncumbentServer(Settings settings) throws IOException {
        this.settings = settings;
        incumbent = new Incumbent(new Rules(new Tickets()), settings.mistakes());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port()), 256);
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", this::complete);
        server.createContext("/v1/models", this::models);
    }

    /** Starts a server. */
    public static IncumbentServer start(Settings settings) throws IOException {
        IncumbentServer started = new IncumbentServer(settings);
        started.server.start();
        return started;
    }

    /** Where it listens, ending in {@code /v1}, as OpenAI clients want their base URL. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    /** How many completions it was asked for. */
    public long served() {
        return served.get();
    }

    private void complete(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("POST")) {
                refuse(exchange, 405, "Use POST.");
                return;
            }
            JsonNode request = read(exchange);
            if (request == null || !request.path("messages").isArray() || request.path("messages").isEmpty()) {
                refuse(exchange, 400, "The body must be a JSON object with a non-empty array \"messages\".");
                return;
            }
            answer(exchange, request, served.incrementAndGet());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(HttpExchange exchange, JsonNode request, long number) throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(Hashes.mix(settings.seed() * 0x9e3779b97f4a7c15L + number));
        if (random.nextDouble() < settings.failures()) {
            Failure failure = Failure.any(random);
            send(exchange, failure.status, Json.object().set("error", failure.error()));
            return;
        }
        ObjectNode message = incumbent.answer(request, random.nextLong());
        long latency = Math.round(settings.pace() * Completions.latencyMillis(message, random));
        long second = Instant.now().getEpochSecond();
        if (request.path("stream").asBoolean(false)) {
            stream(exchange, Completions.chunks(request, message, second), latency);
        } else {
            Thread.sleep(latency);
            send(exchange, 200, Completions.whole(request, message, second));
        }
    }

    private static void stream(HttpExchange exchange, List<ObjectNode> chunks, long latency) throws IOException, InterruptedException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.getResponseHeaders().set("X-Simulated", "true");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream output = exchange.getResponseBody()) {
            for (ObjectNode chunk : chunks) {
                Thread.sleep(latency / chunks.size());
                output.write(("data: " + Json.write(chunk) + "\n\n").getBytes(StandardCharsets.UTF_8));
                output.flush();
            }
            output.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    private void models(HttpExchange exchange) throws IOException {
        try (exchange) {
            ObjectNode list = Json.object().put("object", "list");
            for (String model : List.of("gpt-4.1", "gpt-4.1-mini")) {
                list.withArray("data").addObject().put("id", model).put("object", "model").put("owned_by", "simulated");
            }
            send(exchange, 200, list);
        }
    }

    private static @Nullable JsonNode read(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_REQUEST);
        try {
            return Json.MAPPER.readTree(body);
        } catch (tools.jackson.core.JacksonException notJson) {
            return null;
        }
    }

    private static void refuse(HttpExchange exchange, int status, String message) throws IOException {
        ObjectNode error = Json.object().put("message", message).put("type", "invalid_request_error").putNull("param").putNull("code");
        send(exchange, status, Json.object().set("error", error));
    }

    private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = Json.MAPPER.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("X-Simulated", "true");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
