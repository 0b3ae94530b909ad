package dev.downshift.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.evaluation.ChatModel.Reply;
import dev.downshift.core.network.AddressRules;
import dev.downshift.core.network.OutboundHttp;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.JsonNodeFactory;

class ChatModelTest {

    @Test
    void anAnswerIsRead() throws Exception {
        try (TestServer server = TestServer.answering("glad")) {
            Reply reply = ask(server.url(), Duration.ofSeconds(10));
            assertThat(reply.failure()).isNull();
            assertThat(reply.message()).hasToString("{\"role\":\"assistant\",\"content\":\"glad\"}");
        }
    }

    @Test
    void anAnswerWithoutEndIsNotTakenIn() throws Exception {
        byte[] blank = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
        try (TestServer server = new TestServer(200, out -> {
            while (!Thread.currentThread().isInterrupted()) {
                out.write(blank);
            }
        })) {
            Reply reply = ask(server.url(), Duration.ofSeconds(30));
            assertThat(reply.failure()).isEqualTo("an answer of more than 16 MiB");
            assertThat(reply.reached()).isTrue();
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    @Timeout(20)
    void anAnswerThatDripsIsGivenUpAtTheDeadline() throws Exception {
        try (TestServer server = new TestServer(200, out -> {
            while (!Thread.currentThread().isInterrupted()) {
                out.write(' ');
                out.flush();
                Thread.sleep(50);
            }
        })) {
            Reply reply = ask(server.url(), Duration.ofSeconds(1));
            assertThat(reply.failure()).isEqualTo("no whole answer in time");
            assertThat(reply.reached()).isFalse();
        }
    }

    @Test
    void aRefusalIsTheModelsOwnAndAPassingOneIsTriedAgain() throws Exception {
        try (TestServer refusing = new TestServer(400, out -> {}); TestServer busy = new TestServer(503, out -> {})) {
            assertThat(ask(refusing.url(), Duration.ofSeconds(10))).isEqualTo(Reply.failed("HTTP status 400"));
            assertThat(refusing.asked()).hasSize(1);
            assertThat(ask(busy.url(), Duration.ofSeconds(10))).isEqualTo(Reply.failed("HTTP status 503"));
            assertThat(busy.asked()).hasSize(4);
        }
    }

    @Test
    void aServerThatIsGoneIsNotReached() throws Exception {
        assertThat(ask(TestServer.gone(), Duration.ofSeconds(10)).reached()).isFalse();
    }

    private static Reply ask(URI url, Duration timeout) throws IOException, InterruptedException {
        try (OutboundHttp client = new OutboundHttp(AddressRules.of(true, List.of()), timeout)) {
            return new ChatModel(client, url, null, Duration.ofMillis(1)).ask(JsonNodeFactory.instance.objectNode());
        }
    }
}
