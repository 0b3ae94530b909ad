package dev.downshift.edge;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** A response as server-sent events, each sent at once. */
final class ServerSentEvents implements AutoCloseable {

    private final OutputStream out;

    private ServerSentEvents(OutputStream out) {
        this.out = out;
    }

    static ServerSentEvents begin(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-cache");
        exchange.sendResponseHeaders(200, 0);
        return new ServerSentEvents(exchange.getResponseBody());
    }

    void send(JsonNode data) throws IOException {
        write("data: " + data + "\n\n");
    }

    /** A line that clients skip. */
    void comment(String text) throws IOException {
        write(": " + text + "\n\n");
    }

    void done() throws IOException {
        write("data: [DONE]\n\n");
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private void write(String event) throws IOException {
        out.write(event.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
