package dev.downshift.core.imports;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A tool's API on the loopback address: it pages through what it has, and fails where a test says so. */
abstract class FakeTool implements AutoCloseable {

    /** A call to a model, in a trace. */
    record Call(String id, String trace, Instant at) {}

    /** What is answered instead of the truth. */
    record Failure(int status, String retryAfter) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final Deque<Failure> failures = new ArrayDeque<>();
    private int sound;
    final List<Call> calls = Collections.synchronizedList(new ArrayList<>());

    FakeTool() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** The body of an answer; null where there is nothing at the address. */
    abstract @Nullable String answer(String path, Map<String, String> query, String body);

    abstract boolean mayRead(HttpExchange exchange);

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Calls of a few traces, a second apart. */
    FakeTool with(int count, Instant from) {
        for (int number = 0; number < count; number++) {
            int index = calls.size();
            calls.add(new Call("call-%04d".formatted(index), "trace-%03d".formatted(index / 3), from.plusSeconds(number)));
        }
        return this;
    }

    /** Answers some requests as they should be, then fails. */
    synchronized void fail(int after, Failure... next) {
        sound = after;
        failures.addAll(List.of(next));
    }

    /** The requests so far. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    void forget() {
        asked.clear();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(exchange.getRequestURI() + " " + body);
            Failure failure = failure();
            if (failure != null) {
                exchange.getResponseHeaders().set("Retry-After", failure.retryAfter());
                exchange.sendResponseHeaders(failure.status(), -1);
            } else if (!mayRead(exchange)) {
                exchange.sendResponseHeaders(401, -1);
            } else {
                send(exchange, answer(exchange.getRequestURI().getPath(), query(exchange.getRequestURI()), body));
            }
        }
    }

    private synchronized @Nullable Failure failure() {
        return sound-- > 0 ? null : failures.poll();
    }

    private static void send(HttpExchange exchange, @Nullable String answer) throws IOException {
        byte[] bytes = (answer == null ? "<html>Not found</html>" : answer).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer == null ? 404 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static Map<String, String> query(URI address) {
        Map<String, String> query = new HashMap<>();
        if (address.getRawQuery() != null) {
            for (String pair : address.getRawQuery().split("&", -1)) {
                String[] parts = pair.split("=", 2);
                query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return query;
    }
}
