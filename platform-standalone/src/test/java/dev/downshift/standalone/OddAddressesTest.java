package dev.downshift.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** In one process the API answers odd addresses with problems, and the pages with a page, each its own. */
@StandaloneTest
class OddAddressesTest {

    @LocalServerPort int port;

    @ParameterizedTest
    @ValueSource(strings = {"%zz", "a%2Fb", "%00", "x;a=b", "%2e%2e/x"})
    void eachAnswersForItself(String odd) throws IOException {
        assertThat(get("/api/v1/tasks/" + odd)).startsWith("HTTP/1.1 400").contains("application/problem+json", "urn:downshift:problem:malformed-request");
        assertThat(get("/tasks/" + odd)).startsWith("HTTP/1.1 400").contains("text/html", "Downshift").doesNotContain("HTTP Status");
    }

    private String get(String address) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(String.join("\r\n", "GET " + address + " HTTP/1.1", "Host: localhost", "Connection: close", "", "")
                    .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
