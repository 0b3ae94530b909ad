package dev.downshift.gateway;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An error of the gateway itself, in the format of the OpenAI API. */
public record OpenAiError(int status, String code, String message) {

    private static final JsonMapper JSON = new JsonMapper();

    public static OpenAiError of(int status, String code, String message) {
        return new OpenAiError(status, code, message);
    }

    public ObjectNode toJson() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ObjectNode error = root.putObject("error");
        error.put("message", message).put("type", status < 500 ? "invalid_request_error" : "server_error").putNull("param").put("code", code);
        return root;
    }

    public void write(HttpServletResponse response) throws IOException {
        byte[] body = JSON.writeValueAsBytes(toJson());
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
