package dev.downshift.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PromptRenderingTest {

    private static final JsonMapper JSON = new JsonMapper();

    @TestFactory
    Stream<DynamicTest> rendersAsTheTrainerDoes() {
        JsonNode vectors = JSON.readTree(Path.of("..", "trainer", "rendering-vectors.json"));
        assertThat(vectors).isNotEmpty();
        return list(vectors).stream().map(vector -> DynamicTest.dynamicTest(vector.path("name").asString(), () -> {
            List<JsonNode> messages = list(vector.path("messages"));
            List<JsonNode> tools = list(vector.path("tools"));
            boolean toAnswer = vector.path("addGenerationPrompt").asBoolean(true);
            assertThat(toAnswer ? PromptRendering.prompt(messages, tools) : PromptRendering.conversation(messages, tools))
                    .isEqualTo(vector.path("text").asString());
        }));
    }

    @Test
    void numbersAreWrittenAsPythonWritesThem() {
        JsonNode numbers = JSON.readTree("[1, -0.0, 1.50, 1e5, 1e16, 1.5e-7, 0.0001, 123456789012345678901234567890, 12345678.9]");

        assertThat(CompactJson.of(numbers)).isEqualTo("[1,-0.0,1.5,100000.0,1e+16,1.5e-07,0.0001,123456789012345678901234567890,12345678.9]");
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
