package dev.downshift.web.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.web.RawExchange;
import dev.downshift.web.Visitor;
import dev.downshift.web.WebTest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@WebTest
class HostileRequestsTest {

    private static final String HOST = "Host: localhost";

    @Autowired Onboarding onboarding;

    @LocalServerPort int port;

    @ParameterizedTest
    @ValueSource(strings = {"\0", "a\0b", "not a session", "'; drop table spring_session; --"})
    void aSessionCookieThatIsNoneIsNoSession(String session) {
        var encoded = Base64.getEncoder().encodeToString(session.getBytes(StandardCharsets.UTF_8));
        assertThat(RawExchange.send(port, "GET /uploads HTTP/1.1", HOST, "Cookie: SESSION=" + encoded)).startsWith("HTTP/1.1 302").contains("Location: /sign-in");
        assertThat(RawExchange.send(port, "GET /sign-in HTTP/1.1", HOST, "Cookie: SESSION=" + encoded)).doesNotStartWith("HTTP/1.1 5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tasks/a%2Fb", "//tasks", "/tasks/%2e%2e/x", "/tasks;a=b", "/tasks/%00", "/tasks/%zz", "/tasks?q=%zz", "/tasks/%25", "/error",
        "/tasks/a%5cb", "/x?a%00b=1", "/tasks|x"})
    void anOddAddressIsAnsweredWithAPageOfOurs(String address) {
        for (String accept : new String[] {"text/html", "*/*"}) {
            var answer = RawExchange.send(port, "GET " + address + " HTTP/1.1", HOST, "Accept: " + accept);
            assertThat(answer).startsWith("HTTP/1.1 4").contains("Content-Type: text/html;charset=UTF-8", "<h1>", "Downshift").doesNotContain("HTTP Status");
        }
    }

    @Test
    void whoWantsThePageOfWhatHasNoneGetsAPageOfOurs() {
        assertThat(RawExchange.send(port, "GET /actuator/health HTTP/1.1", HOST, "Accept: text/html")).startsWith("HTTP/1.1 406").contains("<h1>", "Downshift");
        assertThat(RawExchange.send(port, "GET /actuator/health HTTP/1.1", HOST, "Accept: */*")).startsWith("HTTP/1.1 200");
    }

    @Test
    void theHostOfARequestIsNotReflected() {
        assertThat(RawExchange.send(port, "GET /uploads HTTP/1.1", "Host: evil.example")).startsWith("HTTP/1.1 302").doesNotContain("evil.example");
        assertThat(RawExchange.send(port, "GET / HTTP/1.1", "Host: evil.example", "X-Forwarded-Host: worse.example")).doesNotContain("evil.example", "worse.example");
    }

    @Test
    void afterASignInComesThePageThatWasAskedForOnThisHost() {
        var email = "ada-" + UUID.randomUUID() + "@example.com";
        onboarding.createOrganization("Team", UUID.randomUUID().toString(), new NewPerson(email, "Ada", "a long enough password"));
        var visitor = new Visitor(port);
        visitor.get("/tasks?sort=calls");
        var page = visitor.submit("/sign-in", Map.of("email", email, "password", "a long enough password"));
        assertThat(page.uri().getPath()).isEqualTo("/tasks");
        assertThat(page.uri().getQuery()).startsWith("sort=calls");
    }
}
