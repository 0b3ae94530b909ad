package dev.downshift.standalone.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.downshift.core.intake.StoredCall;
import dev.downshift.engine.traces.LlmCall.Usage;
import dev.downshift.engine.traces.Message;
import dev.downshift.standalone.StandaloneTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** The libraries that people record their agents with for Python, unchanged: each call arrives, whole and once. */
@StandaloneTest
class InstrumentedAgentTest {

    @Autowired ApplicationContext beans;
    @LocalServerPort int port;
    @TempDir Path folder;

    @Test
    void everyCallArrivesWholeAndOnceWhoeverRecordsIt() throws Exception {
        Receiver receiver = Receiver.of(beans, port);
        try (ToolCallingModel model = new ToolCallingModel()) {
            run(receiver, model);
        }

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(receiver.all()).extracting(StoredCall::conversation)
                .containsExactlyInAnyOrder("conversation-openinference", "conversation-openinference", "conversation-openllmetry", "conversation-openllmetry",
                        "conversation-both", "conversation-both", "conversation-langfuse", "conversation-langfuse"));
        for (String name : List.of("openinference", "openllmetry", "both", "langfuse")) {
            assertWhole(name, receiver.conversation("conversation-" + name));
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> !receiver.isDiscovering());
    }

    private void run(Receiver receiver, ToolCallingModel model) throws IOException, InterruptedException {
        Path output = folder.resolve("agent.log");
        Process agent = new ProcessBuilder("../.downshift/exporters/bin/python", "src/test/python/instrumented_agent.py",
                receiver.httpEndpoint(), receiver.grpcEndpoint(), receiver.key(), model.baseUrl())
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertThat(agent.waitFor()).as(() -> read(output)).isZero();
        assertThat(read(output)).endsWith("done\n").doesNotContainIgnoringCase("export", "traceback");
    }

    private static void assertWhole(String name, List<StoredCall> conversation) {
        assertThat(conversation).as(name).hasSize(2).allSatisfy(stored -> {
            assertThat(stored.call().model()).isEqualTo("gpt-4o-2024-08-06");
            assertThat(stored.call().usage()).isEqualTo(new Usage(120, 9, 20));
            assertThat(stored.tokensEstimated()).isFalse();
            assertThat(stored.call().latency()).isPositive();
            assertThat(stored.call().occurredAt()).isNotNull();
            assertThat(stored.call().tools()).hasSize(1).allSatisfy(tool -> assertThat(tool.path("function").path("name").asString("")).isEqualTo("look_up"));
            assertThat(Objects.requireNonNull(stored.call().parameters().get("temperature")).asDouble()).isEqualTo(0.2);
            assertThat(stored.call().messages().get(1).text()).isEqualTo("Where is the order that " + name + " recorded?");
        });
        assertThat(conversation.getFirst().call().messages()).extracting(Message::role).containsExactly(Message.Role.SYSTEM, Message.Role.USER);
        assertCallsTheTool(Objects.requireNonNull(conversation.getFirst().call().response()));
        List<Message> second = conversation.getLast().call().messages();
        assertThat(second).extracting(Message::role).containsExactly(Message.Role.SYSTEM, Message.Role.USER, Message.Role.ASSISTANT, Message.Role.TOOL);
        assertCallsTheTool(second.get(2));
        assertThat(second.get(3).toolCallId()).isEqualTo("call_1");
        assertThat(Objects.requireNonNull(conversation.getLast().call().response()).text()).isEqualTo("It arrives on Monday.");
        if (!name.equals("langfuse")) {
            assertThat(conversation.getFirst().call().finishReason()).startsWith("tool_call");
            assertThat(conversation.getLast().call().finishReason()).isEqualTo("stop");
        }
    }

    private static void assertCallsTheTool(Message message) {
        assertThat(message.toolCalls()).hasSize(1).allSatisfy(call -> {
            assertThat(call.id()).isEqualTo("call_1");
            assertThat(call.name()).isEqualTo("look_up");
            assertThat(JsonMapper.shared().readTree(call.arguments())).isEqualTo(JsonMapper.shared().readTree(ToolCallingModel.ARGUMENTS));
        });
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
