package dev.downshift.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downshift.core.evaluation.ChatModel.Reply;
import dev.downshift.core.network.AddressRules;
import dev.downshift.core.network.OutboundHttp;
import dev.downshift.core.routing.ModelServers;
import dev.downshift.core.routing.ModelUnavailable;
import dev.downshift.core.routing.ServableModel;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class SmallModelTest {

    @Test
    void aModelWhoseServerWasLostIsServedAgainAndAsked() throws Exception {
        try (TestServer server = TestServer.answering("glad")) {
            assertThat(ask(new Restarting(TestServer.gone(), server.url())).message()).hasToString("{\"role\":\"assistant\",\"content\":\"glad\"}");
        }
    }

    @Test
    void aModelThatNobodyReachesIsUnavailableInsteadOfWrong() throws Exception {
        URI gone = TestServer.gone();
        assertThatThrownBy(() -> ask(new Restarting(gone, gone, gone))).isInstanceOf(ModelUnavailable.class).hasMessageContaining("does not answer");
    }

    @Test
    void aFailureOfTheModelItselfIsItsReply() throws Exception {
        try (TestServer server = new TestServer(500, out -> {})) {
            assertThat(ask(new Restarting(server.url())).failure()).isEqualTo("HTTP status 500");
        }
    }

    /** Servers that listen somewhere else each time they are served. */
    private record Restarting(Deque<URI> addresses) implements ModelServers {

        Restarting(URI... addresses) {
            this(new ArrayDeque<>(List.of(addresses)));
        }

        @Override
        public URI serve(ServableModel model) {
            return addresses.remove();
        }

        @Override
        public Optional<URI> ready(ServableModel model) {
            return Optional.ofNullable(addresses.peek());
        }
    }

    private static Reply ask(ModelServers servers) throws IOException, InterruptedException {
        try (OutboundHttp client = new OutboundHttp(AddressRules.of(true, List.of()), Duration.ofSeconds(10))) {
            return new SmallModel(new ServableModel("small", Path.of("small.gguf")), servers,
                    address -> new ChatModel(client, address, null, Duration.ofMillis(1)))
                    .ask(JsonNodeFactory.instance.objectNode());
        }
    }
}
