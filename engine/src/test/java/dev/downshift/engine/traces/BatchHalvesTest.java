package dev.downshift.engine.traces;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The two files of a batch, sent together. */
class BatchHalvesTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theFilesOfAnArchiveAreJoinedWhicheverComesFirst(boolean inputFirst) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("a.jsonl", (inputFirst ? inputs("q", 1, 2, 3) : outputs("q", 3, 1, 2)).getBytes(StandardCharsets.UTF_8));
        files.put("b.jsonl", (inputFirst ? outputs("q", 3, 1, 2) : inputs("q", 1, 2, 3)).getBytes(StandardCharsets.UTF_8));

        CollectingSink sink = Readings.of(Packed.tar(files));

        assertThat(sink.rejected).isEmpty();
        assertThat(sink.format).isEqualTo(TraceFormat.BATCHES);
        assertThat(answers(sink)).containsExactlyInAnyOrder("ask q-1: answer q-1", "ask q-2: answer q-2", "ask q-3: answer q-3");
        assertThat(sink.calls).extracting(call -> call.position().record()).containsExactly(0L, 1L, 2L);
        assertThat(sink.calls).allSatisfy(call -> assertThat(call.metadata().get("file")).hasToString("\"b.jsonl\""));
    }

    @Test
    void oneFileMayHoldBothOneAfterTheOther() {
        assertThat(answers(Readings.of((inputs("q", 1, 2) + outputs("q", 2, 1)).getBytes(StandardCharsets.UTF_8)))).hasSize(2);
    }

    @Test
    void theNextBatchMayUseTheSameNamesAgain() {
        String two = inputs("q", 1) + outputs("q", 1) + outputs("q", 1).replace("answer", "second answer") + inputs("q", 1).replace("ask", "second ask");

        assertThat(answers(CollectingSink.read(two))).containsExactly("ask q-1: answer q-1", "second ask q-1: second answer q-1");
    }

    @Test
    void whatHasTwoPossiblePartnersIsJoinedToNone() {
        CollectingSink sink = Readings.of((inputs("q", 1, 2) + inputs("q", 1) + outputs("q", 1, 2, 1)).getBytes(StandardCharsets.UTF_8));

        assertThat(answers(sink)).containsExactly("ask q-2: answer q-2");
        assertThat(sink.rejected).hasSize(4).extracting(RejectedRecord::reason).containsOnly("Several lines of batches have this custom_id");
    }

    @Test
    void aLineWhoseOtherHalfNeverCameIsRejectedWhereItStands() {
        CollectingSink sink = Readings.of((inputs("q", 1, 2) + outputs("q", 1, 7)).getBytes(StandardCharsets.UTF_8));

        assertThat(sink.calls).hasSize(1);
        assertThat(sink.rejected).extracting(rejected -> rejected.line() + " " + rejected.reason())
                .containsExactly("2 A line of a batch's input has no answer", "4 A line of a batch's output has no prompt");
    }

    @Test
    void anthropicsResultsAreJoinedToo() {
        String input = "{\"custom_id\":\"m-1\",\"params\":{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}}\n";
        String output = "{\"custom_id\":\"m-1\",\"result\":{\"type\":\"succeeded\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-sonnet-4-5\","
                + "\"content\":[{\"type\":\"text\",\"text\":\"Ho\"}],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}}}\n";

        assertThat(answers(CollectingSink.read(input + output))).containsExactly("Hi: Ho");
        String expired = "{\"custom_id\":\"m-1\",\"result\":{\"type\":\"expired\"}}\n";
        assertThat(Objects.requireNonNull(CollectingSink.read(expired + input).calls.getFirst().error()).message()).contains("expired");
    }

    @Test
    void whatWaitsIsBounded() {
        BatchHalves halves = new BatchHalves(2_000);
        List<Integer> refused = IntStream.range(0, 100).filter(number -> {
            try {
                halves.join(JsonMapper.shared().readTree(inputs("q", number)), BatchHalves.Side.INPUT, null, new RecordReader.Place(number, 1, 0));
                return false;
            } catch (BadRecord full) {
                assertThat(full.remedy()).contains("shorter");
                return true;
            }
        }).boxed().toList();

        assertThat(refused).isNotEmpty().doesNotContain(0, 1, 2);
        assertThat(halves.unjoined()).hasSize(100 - refused.size());
    }

    private static List<String> answers(CollectingSink sink) {
        return sink.calls.stream().map(call -> call.messages().getLast().text() + ": " + Objects.requireNonNull(call.response()).text()).toList();
    }

    private static String inputs(String name, int... numbers) {
        return IntStream.of(numbers).mapToObj(number -> ("{\"custom_id\":\"%1$s-%2$d\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{\"model\":\"gpt-4o-mini\","
                + "\"messages\":[{\"role\":\"user\",\"content\":\"ask %1$s-%2$d\"}]}}\n").formatted(name, number)).collect(Collectors.joining());
    }

    private static String outputs(String name, int... numbers) {
        return IntStream.of(numbers).mapToObj(number -> ("{\"id\":\"batch_req_%2$d\",\"custom_id\":\"%1$s-%2$d\",\"response\":{\"status_code\":200,\"request_id\":\"r%2$d\",\"body\":{\"id\":\"chatcmpl-%2$d\","
                + "\"object\":\"chat.completion\",\"model\":\"gpt-4o-mini\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"answer %1$s-%2$d\"},"
                + "\"finish_reason\":\"stop\"}]}},\"error\":null}\n").formatted(name, number)).collect(Collectors.joining());
    }
}
