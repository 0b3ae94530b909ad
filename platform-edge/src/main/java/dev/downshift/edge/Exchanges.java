package dev.downshift.edge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reading and writing JSON over the JDK's HTTP server. */
final class Exchanges {

    /** The largest request body read, in bytes: far beyond what fits into a small model's context. */
    static final long LARGEST_BODY = 4L << 20;

    private static final long MOST_DRAINED = 64L << 20;

    private static final JsonMapper JSON = new JsonMapper();

    private Exchanges() {}

    /** A handler of one path and method that says its errors in the API's format. */
    static HttpHandler at(String path, String method, HttpHandler handler) {
        return exchange -> {
            try (exchange) {
                serve(exchange, path, method, handler);
            }
        };
    }

    static byte[] body(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes((int) LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            throw RequestError.tooLarge(LARGEST_BODY);
        }
        return body;
    }

    static void send(HttpExchange exchange, int status, JsonNode json) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(json);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (status == 503) {
            exchange.getResponseHeaders().set("Retry-After", "1");
        }
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static void serve(HttpExchange exchange, String path, String method, HttpHandler handler) throws IOException {
        try {
            check(exchange, path, method);
            handler.handle(exchange);
        } catch (RequestError error) {
            if (exchange.getResponseCode() < 0) {
                drain(exchange);
                send(exchange, error.status(), error.toJson());
            }
        }
    }

    private static void check(HttpExchange exchange, String path, String method) {
        String asked = exchange.getRequestURI().getPath();
        if (!asked.equals(path)) {
            throw RequestError.notFound(asked);
        }
        if (!exchange.getRequestMethod().equals(method)) {
            throw RequestError.methodNotAllowed(exchange.getRequestMethod(), path);
        }
    }

    /** A client still writing its request would not read the answer; one that writes without end is cut off. */
    private static void drain(HttpExchange exchange) throws IOException {
        byte[] buffer = new byte[8192];
        for (long left = MOST_DRAINED; left > 0; ) {
            int read = exchange.getRequestBody().read(buffer);
            if (read < 0) {
                return;
            }
            left -= read;
        }
    }
}
