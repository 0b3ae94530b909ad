package dev.downshift.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.tenancy.Role;
import dev.downshift.core.tenancy.Scope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

/** Requests that no HTTP client would send, against the real server. */
@SpringBootTest(classes = ApiApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@Import(TestKeys.class)
class OddRequestsTest {

    @Autowired TestKeys keys;

    @LocalServerPort int port;

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/tasks/a%2Fb", "//api/v1/tasks", "/api//v1/tasks", "/api/v1/%2e%2e/x", "/api/v1/tasks;a=b", "/api/v1/tasks/%00",
        "/api/v1/tasks/%zz", "/api/v1/tasks?text=%zz", "/api/v1/tasks/a%5cb", "/error", "/nothing", "/api/v1/tasks|x"})
    void anOddAddressIsAnsweredWithAProblem(String address) throws IOException {
        for (String accept : new String[] {"text/html", "*/*"}) {
            String answer = send("GET " + address + " HTTP/1.1", accept);
            assertThat(answer).startsWith("HTTP/1.1 4").contains("Content-Type: application/problem+json", "urn:downshift:problem:");
        }
    }

    @Test
    void whoWantsAPageIsToldWhatThereIs() throws IOException {
        assertThat(send("GET /actuator/health HTTP/1.1", "text/html")).startsWith("HTTP/1.1 406").contains("application/problem+json");
        assertThat(send("GET /actuator/health HTTP/1.1", "*/*")).startsWith("HTTP/1.1 200");
        String document = send("GET /api/openapi HTTP/1.1", "text/html");
        assertThat(document).startsWith("HTTP/1.1 406").contains("application/problem+json", "application/json");
    }

    @Test
    void theHostOfARequestIsNotReflected() throws IOException {
        for (String path : new String[] {"/api/docs", "/api/openapi", "/api/v1/tasks"}) {
            assertThat(send("GET " + path + " HTTP/1.1", "*/*")).contains("HTTP/1.1").doesNotContain("evil.example");
        }
    }

    @Test
    void onlyTheDocumentationMayStyleItself() throws IOException {
        assertThat(send("GET /api/v1/tasks HTTP/1.1", "*/*")).contains("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'");
        assertThat(send("GET /api/swagger-ui/index.html HTTP/1.1", "*/*")).startsWith("HTTP/1.1 200").contains("style-src 'self' 'unsafe-inline'");
    }

    /** Curl calls a body a form unless told otherwise. */
    @Test
    void aFileThatIsSentAsAFormIsReceivedWhole() throws Exception {
        String file = "{\"messages\":[{\"role\":\"user\",\"content\":\"a=b&c=%zz\"},{\"role\":\"assistant\",\"content\":\"d\"}]}\n".repeat(40_000);
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/uploads?name=a%20b.jsonl"))
                    .header("Authorization", "Bearer " + keys.secret(Role.OWNER, Scope.UPLOAD)).header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(file)).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            assertThat(answer.body()).contains("\"bytes\":" + file.length(), "\"fileName\":\"a b.jsonl\"");
        }
    }

    private String send(String requestLine, String accept) throws IOException {
        String key = keys.secret(Role.OWNER, Scope.READ);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            String request = String.join("\r\n", requestLine, "Host: evil.example", "Accept: " + accept, "Authorization: Bearer " + key, "Connection: close", "", "");
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
