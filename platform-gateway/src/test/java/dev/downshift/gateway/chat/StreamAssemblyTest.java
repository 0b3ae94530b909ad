package dev.downshift.gateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StreamAssemblyTest {

    private final StreamAssembly assembly = new StreamAssembly();

    @Test
    void textComesTogetherHoweverTheBytesWereCut() {
        byte[] bytes =
                """
                : a comment

                data: {"id":"c1","model":"gpt","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}

                data: {"id":"c1","model":"gpt","choices":[{"index":0,"delta":{"content":"Grüß "},"finish_reason":null}]}

                data: {"id":"c1","model":"gpt","choices":[{"index":0,"delta":{"content":"Gott"},"finish_reason":"stop"}]}

                data: {"id":"c1","model":"gpt","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}

                data: [DONE]

                """.getBytes(StandardCharsets.UTF_8);

        for (byte one : bytes) {
            assembly.add(new byte[] {one}, 1);
        }

        assertThat(assembly.isComplete()).isTrue();
        assertThat(assembly.completion().toString())
                .isEqualTo("{\"id\":\"c1\",\"model\":\"gpt\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Grüß Gott\"},"
                        + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}");
    }

    @Test
    void anEndlessAnswerIsNotKept() {
        var piece = "data: {\"choices\":[{\"delta\":{\"content\":\"" + "a".repeat(1 << 20) + "\"}}]}";
        for (int i = 0; i < 64; i++) {
            assembly.addLine(piece);
        }

        assertThat(assembly.message().path("content").asString()).hasSizeLessThan(17 << 20);
        assertThat(assembly.error()).hasToString("{\"message\":\"The answer was too long to be kept.\"}");
    }

    @Test
    void toolCallsComeTogetherByTheirIndex() {
        assembly.addLine("data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"x\",\"arguments\":\"\"}}]}}]}");
        assembly.addLine("data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"y\",\"arguments\":\"{}\"}}]}}]}");
        assembly.addLine("data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"n\\\":\"}}]}}]}");
        assembly.addLine("data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"1}\"}}]},\"finish_reason\":\"tool_calls\"}]}");

        assertThat(assembly.message().at("/tool_calls/0/function/arguments").asString()).isEqualTo("{\"n\":1}");
        assertThat(assembly.message().at("/tool_calls/1/function/name").asString()).isEqualTo("y");
        assertThat(assembly.message().path("content").isNull()).isTrue();
    }

    @Test
    void aStreamThatBreaksOffIsNotComplete() {
        assembly.addLine("data: {\"choices\":[{\"delta\":{\"content\":\"half\"}}]}");

        assertThat(assembly.isComplete()).isFalse();
        assertThat(assembly.message().path("content").asString()).isEqualTo("half");
    }

    @Test
    void anErrorInTheStreamIsKept() {
        assembly.addLine("data: {\"error\":{\"message\":\"overloaded\"}}");

        assertThat(assembly.error()).isNotNull();
    }
}
