package dev.downshift.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ToolCallsTest {

    @Test
    void takesTextAndCallsApart() {
        ToolCalls written = ToolCalls.parse(
                """
                Let me look.
                <tool_call>{"name":"look_up","arguments":{"id":"A-17","amount":12.50}}</tool_call>
                <tool_call>{"name":"list","arguments":{}}</tool_call>""");

        assertThat(written.content()).isEqualTo("Let me look.");
        assertThat(written.calls()).extracting(ToolCalls.Call::name).containsExactly("look_up", "list");
        assertThat(written.calls()).extracting(ToolCalls.Call::arguments).containsExactly("{\"id\":\"A-17\",\"amount\":12.5}", "{}");
        assertThat(written.calls()).extracting(ToolCalls.Call::id).doesNotHaveDuplicates().allMatch(id -> id.startsWith("call_"));
    }

    @Test
    void brokenCallsStayText() {
        for (String text : List.of("<tool_call>{\"name\":</tool_call>", "<tool_call>[]</tool_call>", "<tool_call>{\"name\":\"x\"}</tool_call>", "<tool_call>{\"name\":\"x\",\"arguments\":{}}")) {
            assertThat(ToolCalls.parse(text)).isEqualTo(new ToolCalls(text, List.of()));
        }
    }

    @Test
    void aStreamNeverSendsPartOfACall() {
        String text = "So: 1 < 2.\n<tool_call>{\"name\":\"x\",\"arguments\":{}}</tool_call>";
        StreamedText streamed = new StreamedText(true);
        StringBuilder sent = new StringBuilder();

        text.chars().forEach(c -> sent.append(streamed.add(String.valueOf((char) c))));

        assertThat(sent.toString()).isEqualTo("So: 1 < 2.");
        assertThat(streamed.all()).isEqualTo(text);
    }

    @Test
    void whatWasHeldBackAndIsNoCallIsSentInTheEnd() {
        StreamedText streamed = new StreamedText(true);

        assertThat(streamed.add("a <tool")).isEqualTo("a ");
        assertThat(streamed.rest()).isEqualTo("<tool");
    }

    @Test
    void withoutToolsEverythingIsSentAtOnce() {
        assertThat(new StreamedText(false).add("<tool_call>")).isEqualTo("<tool_call>");
    }
}
