package dev.downshift.gateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.message.BasicHeader;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;

class IncumbentRelayTest {

    private final MockHttpServletResponse client = new MockHttpServletResponse();

    @Test
    void anAnswerIsPassedOnAndKept() throws IOException {
        IncumbentRelay.Relayed relayed = relay(answer("Hello"));

        assertThat(client.getContentAsString()).isEqualTo(answer("Hello"));
        assertThat(String.valueOf(relayed.completion())).isEqualTo(answer("Hello"));
        assertThat(relayed.error()).isNull();
    }

    @Test
    void ofAnAnswerTooLongToBeKeptItIsSaidThatItWas() throws IOException {
        String answer = answer("x".repeat(17 << 20));

        IncumbentRelay.Relayed relayed = relay(answer);

        assertThat(client.getContentAsByteArray()).hasSize(answer.length());
        assertThat(relayed.completion()).isNull();
        assertThat(String.valueOf(relayed.error())).contains("longer than 16 MiB", "not_kept");
    }

    @Test
    void headersThatAreNoneAreLeftOut() throws IOException {
        relay(answer("Hello"), new BasicHeader("openai-version", "a\rb"), new BasicHeader("openai- a b(: c", "d"), new BasicHeader("openai-model", "gpt\t4"));

        assertThat(client.getHeaderNames()).contains("openai-model").doesNotContain("openai-version", "openai- a b(: c");
    }

    private IncumbentRelay.Relayed relay(String answer, Header... headers) throws IOException {
        BasicClassicHttpResponse response = new BasicClassicHttpResponse(200);
        response.setHeaders(headers);
        response.setEntity(new StringEntity(answer, ContentType.APPLICATION_JSON));
        try (IncumbentAnswer incumbent = new IncumbentAnswer(new HttpPost("/"), response)) {
            return IncumbentRelay.relay(incumbent, client);
        }
    }

    private static String answer(String text) {
        return "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"" + text + "\"}}]}";
    }
}
