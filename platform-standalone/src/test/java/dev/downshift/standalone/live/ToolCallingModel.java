package dev.downshift.standalone.live;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.UUID;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A model on the loopback address that calls the tool {@code look_up} and, once it has the result, repeats that. */
final class ToolCallingModel implements AutoCloseable {

    static final String ARGUMENTS = "{\"order\": 17}";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpServer server;

    ToolCallingModel() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/chat/completions", ToolCallingModel::answer);
        server.start();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = JSON.readTree(exchange.getRequestBody());
            JsonNode last = request.path("messages").get(request.path("messages").size() - 1);
            ObjectNode answer = JSON.createObjectNode().put("id", "chatcmpl-" + UUID.randomUUID()).put("object", "chat.completion").put("created", 1_764_585_600)
                    .put("model", "gpt-4o-2024-08-06");
            ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
            ObjectNode message = choice.putObject("message").put("role", "assistant");
            if (last.path("role").asString("").equals("tool")) {
                choice.put("finish_reason", "stop");
                message.put("content", last.path("content").asString(""));
            } else {
                choice.put("finish_reason", "tool_calls");
                message.putNull("content").putArray("tool_calls").addObject().put("id", "call_1").put("type", "function")
                        .putObject("function").put("name", "look_up").put("arguments", ARGUMENTS);
            }
            answer.putObject("usage").put("prompt_tokens", 120).put("completion_tokens", 9).put("total_tokens", 129)
                    .putObject("prompt_tokens_details").put("cached_tokens", 20);
            byte[] body = JSON.writeValueAsBytes(answer);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
