package dev.downshift.worker.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class GoldenAnswerTest {

    private static final String TEXT = "<tool_call>{\"name\":\"look_up\",\"arguments\":{\"id\":\"A-17\",\"amount\":12.5}}</tool_call>";

    @Test
    void aToolCallIsTheTextItWasParsedFrom() {
        var message = new JsonMapper().readTree("""
                {"content": null, "tool_calls": [{"function": {"name": "look_up", "arguments": "{ \\"id\\": \\"A-17\\", \\"amount\\": 12.5 }"}}]}""");
        assertThat(GoldenAnswer.equal(TEXT, GoldenAnswer.text(message))).isTrue();
    }

    @Test
    void anotherArgumentIsAnotherAnswer() {
        assertThat(GoldenAnswer.equal(TEXT, TEXT.replace("17", "18"))).isFalse();
    }

    @Test
    void textIsComparedAsItIsApartFromBlanksAtItsEnds() {
        assertThat(GoldenAnswer.equal("{\"intent\":\"a\"}", "{\"intent\":\"a\"}\n")).isTrue();
        assertThat(GoldenAnswer.equal("{\"intent\":\"a\"}", "{\"intent\": \"a\"}")).isFalse();
    }
}
