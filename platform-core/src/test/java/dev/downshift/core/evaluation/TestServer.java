package dev.downshift.core.evaluation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A model's server on the loopback address that answers as a test wants, and remembers what it was asked. */
final class TestServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    /** Writes an answer's body. */
    interface Body {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    TestServer(int status, Body body) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, status, body));
        server.start();
    }

    static TestServer answering(String content) throws IOException {
        byte[] body = "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"%s\"}}]}".formatted(content).getBytes(StandardCharsets.UTF_8);
        return new TestServer(200, out -> out.write(body));
    }

    /** An address where nobody listens any more. */
    static URI gone() throws IOException {
        try (TestServer server = answering("")) {
            return server.url();
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The bodies of the requests so far. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange, int status, Body body) throws IOException {
        try (exchange) {
            asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(status, 0);
            body.write(exchange.getResponseBody());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
