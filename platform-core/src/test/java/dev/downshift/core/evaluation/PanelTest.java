package dev.downshift.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.datasets.Example;
import dev.downshift.core.intake.CallId;
import dev.downshift.core.intake.StoredCall;
import dev.downshift.core.intake.UploadId;
import dev.downshift.core.network.AddressRules;
import dev.downshift.core.network.OutboundHttp;
import dev.downshift.core.routing.ModelServers;
import dev.downshift.core.routing.ServableModel;
import dev.downshift.engine.evaluation.OutputShape;
import dev.downshift.engine.savings.PriceBook;
import dev.downshift.engine.traces.OpenAiJson;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class PanelTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final CallId CALL = new CallId(UUID.randomUUID());

    @Test
    void theIncumbentIsAskedWithTheParametersOfTheLoggedCall() throws Exception {
        JsonNode asked = asked("{\"max_completion_tokens\":4000}",
                "{\"max_completion_tokens\":4000,\"reasoning_effort\":\"low\",\"temperature\":0.7,\"stream\":true,\"n\":3}").incumbent();
        assertThat(asked.path("max_completion_tokens").asInt()).isEqualTo(4000);
        assertThat(asked.path("reasoning_effort").asString()).isEqualTo("low");
        assertThat(asked.path("temperature").asDouble()).isEqualTo(0.7);
        assertThat(asked.propertyNames()).doesNotContain("max_tokens", "stream", "n");
    }

    @Test
    void whatTheLoggedCallDidNotSetTheIncumbentIsNotAskedWith() throws Exception {
        assertThat(asked("{}", "{}").incumbent().propertyNames()).containsExactlyInAnyOrder("model", "messages");
        assertThat(asked("{\"max_tokens\":2000}", null).incumbent().propertyNames()).containsExactlyInAnyOrder("model", "messages", "max_tokens");
    }

    @Test
    void theSmallModelIsAskedGreedilyAndBounded() throws Exception {
        JsonNode asked = asked("{\"max_completion_tokens\":4000}", null).candidate();
        assertThat(asked.path("temperature").asInt(-1)).isZero();
        assertThat(asked.path("max_tokens").asInt()).isBetween(1, 1_024);
        assertThat(asked.has("max_completion_tokens")).isFalse();
    }

    private record Asked(JsonNode candidate, JsonNode incumbent) {}

    /** Asks a panel about an example with these parameters, of a call that was logged with those. */
    private static Asked asked(String parameters, @Nullable String logged) throws Exception {
        Example example = new Example(0, CALL, "gpt-5", List.of(message("user", "How are you?")), List.of(), message("assistant", "glad"),
                (ObjectNode) JSON.readTree(parameters));
        try (TestServer small = TestServer.answering("glad"); TestServer large = TestServer.answering("glad");
                OutboundHttp client = new OutboundHttp(AddressRules.of(true, List.of()), Duration.ofSeconds(10)); ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Panel panel = new Panel(OutputShape.LABEL, new SmallModel(new ServableModel("small", Path.of("small.gguf")), new Serving(small.url()),
                    address -> model(client, address)), model(client, large.url()), null, PriceBook.shipped(), threads);
            panel.ask(example, panel.askIncumbent(example, logged == null ? null : call(logged)), false);
            return new Asked(JSON.readTree(small.asked().getFirst()), JSON.readTree(large.asked().getFirst()));
        }
    }

    private static ChatModel model(OutboundHttp client, URI address) {
        return new ChatModel(client, address, null, Duration.ofMillis(1));
    }

    private static StoredCall call(String parameters) {
        ObjectNode request = (ObjectNode) JSON.readTree(parameters);
        request.put("model", "gpt-5").putArray("messages").add(message("user", "How are you?"));
        return new StoredCall(CALL, new UploadId(UUID.randomUUID()), OpenAiJson.call(request, null), List.of(), Instant.EPOCH, true,
                null, null, null, 1);
    }

    private static JsonNode message(String role, String content) {
        return JSON.createObjectNode().put("role", role).put("content", content);
    }

    private record Serving(URI url) implements ModelServers {
        @Override
        public URI serve(ServableModel model) {
            return url;
        }

        @Override
        public Optional<URI> ready(ServableModel model) {
            return Optional.of(url);
        }
    }
}
