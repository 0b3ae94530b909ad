package dev.downshift.edge;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A request that is not served, said in the error format of the OpenAI API. */
final class RequestError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;
    private final String code;
    private final @Nullable String parameter;

    private RequestError(int status, String type, String code, @Nullable String parameter, String message) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.code = code;
        this.parameter = parameter;
    }

    static RequestError invalid(String parameter, String message) {
        return new RequestError(400, "invalid_request_error", "invalid_value", parameter, message);
    }

    static RequestError promptTooLong(int promptTokens, int context) {
        return new RequestError(400, "invalid_request_error", "context_length_exceeded", "messages",
                "The prompt has %d tokens and this model's context holds %d, the answer included. Shorten the messages or start the server with a larger --context."
                        .formatted(promptTokens, context));
    }

    static RequestError notFound(String path) {
        return new RequestError(404, "invalid_request_error", "not_found", null,
                "There is nothing at " + path + ". This server has POST /v1/chat/completions, GET /v1/models and GET /health.");
    }

    static RequestError methodNotAllowed(String method, String path) {
        return new RequestError(405, "invalid_request_error", "method_not_allowed", null, method + " does not apply to " + path + ".");
    }

    static RequestError tooLarge(long limit) {
        return new RequestError(413, "invalid_request_error", "request_too_large", null, "The request body is larger than " + limit + " bytes.");
    }

    static RequestError busy(int waiting) {
        return new RequestError(503, "server_error", "busy", null, "The model answers one request at a time and " + waiting + " are waiting already. Try again in a moment.");
    }

    static RequestError failed(String message) {
        return new RequestError(500, "server_error", "generation_failed", null, message);
    }

    int status() {
        return status;
    }

    ObjectNode toJson() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ObjectNode error = root.putObject("error");
        error.put("message", getMessage());
        error.put("type", type);
        error.put("param", parameter);
        error.put("code", code);
        return root;
    }
}
