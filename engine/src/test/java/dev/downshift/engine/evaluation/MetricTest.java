package dev.downshift.engine.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.downshift.engine.traces.Message;
import dev.downshift.engine.traces.Message.Role;
import dev.downshift.engine.traces.Message.ToolCall;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MetricTest {

    private static Message text(String content) {
        return Message.of(Role.ASSISTANT, content);
    }

    private static Message calls(String name, String arguments) {
        return new Message(Role.ASSISTANT, null, null, List.of(new ToolCall("1", name, arguments)), null, List.of());
    }

    @Test
    void labelsAreComparedByValue() {
        Metric metric = Metric.of(OutputShape.LABEL);
        assertThat(metric.score(text("refund"), text(" refund\n")).exact()).isTrue();
        assertThat(metric.score(text("refund"), text("Refund")).exact()).isFalse();
        assertThat(metric.score(text("{\"intent\":\"refund\"}"), text("{ \"intent\" : \"refund\" }")).exact()).isTrue();
        assertThat(metric.score(text("{\"intent\":\"refund\"}"), text("refund")).exact()).isFalse();
        assertThat(metric.score(text("refund"), null).value()).isZero();
    }

    @Test
    void jsonIsComparedFieldByField() {
        Score score = Metric.of(OutputShape.JSON_OBJECT).score(text("{\"a\":1.0,\"b\":{\"c\":[1,2]},\"d\":null}"), text("{\"b\":{\"c\":[1,2]},\"a\":1,\"d\":\"x\",\"e\":2}"));
        assertThat(score.exact()).isFalse();
        assertThat(score.fields()).isEqualTo(Map.of("a", true, "b", true, "d", false, "e", false));
        assertThat(score.fieldShare()).isEqualTo(0.5);
    }

    @Test
    void textAroundJsonIsNotJson() {
        assertThat(Metric.of(OutputShape.JSON_OBJECT).score(text("{\"a\":1}"), text("Here: {\"a\":1}")).exact()).isFalse();
        assertThat(Metric.of(OutputShape.JSON_OBJECT).score(text("{\"a\":1}"), text("{\"a\":1} {\"a\":2}")).exact()).isFalse();
    }

    @Test
    void toolCallsAreComparedByNameAndArguments() {
        Metric metric = Metric.of(OutputShape.TOOL_CALL);
        assertThat(metric.score(calls("find", "{\"a\":1,\"b\":\"x\"}"), calls("find", "{\"b\":\"x\", \"a\":1}")).exact()).isTrue();
        Score other = metric.score(calls("find", "{\"a\":1}"), calls("get", "{\"a\":1}"));
        assertThat(other.fields()).isEqualTo(Map.of("tool", false, "a", false));
        assertThat(metric.score(calls("find", "{\"a\":1}"), calls("find", "{\"a\":")).fields()).isEqualTo(Map.of("tool", true, "a", false));
        assertThat(metric.score(calls("find", "{}"), text("I will look")).exact()).isFalse();
        assertThat(metric.score(text("done"), text("done")).exact()).isTrue();
    }

    @Test
    void textIsComparedBySimilarity() {
        Metric metric = Metric.of(OutputShape.TEXT);
        assertThat(metric.weakEvidence()).isTrue();
        assertThat(metric.score(text("The order was sent."), text("The order was sent.")).value()).isCloseTo(1, within(1e-9));
        double near = metric.score(text("The order was sent."), text("The order was sent today.")).value();
        double far = metric.score(text("The order was sent."), text("Bananas grow quickly")).value();
        assertThat(near).isGreaterThan(0.7);
        assertThat(far).isLessThan(0.2);
    }

    @Test
    void answersOfAnotherFormDoNotFit() {
        assertThat(AnswerFit.of(OutputShape.TOOL_CALL).misfit(calls("find", "{}"), Set.of("find"))).isEmpty();
        assertThat(AnswerFit.of(OutputShape.TOOL_CALL).misfit(calls("find", "{"), Set.of("find"))).hasValueSatisfying(reason -> assertThat(reason).contains("arguments"));
        assertThat(AnswerFit.of(OutputShape.TOOL_CALL).misfit(calls("guess", "{}"), Set.of("find"))).isPresent();
        assertThat(AnswerFit.of(OutputShape.JSON_OBJECT).misfit(text("no"), Set.of())).isPresent();
        assertThat(AnswerFit.of(OutputShape.LABEL).misfit(text("a".repeat(300)), Set.of())).isPresent();
        assertThat(AnswerFit.of(OutputShape.TEXT).misfit(text(" "), Set.of())).isPresent();
    }

    @Test
    void slicesNameLabelLanguageAndLength() {
        List<Message> prompt = List.of(Message.of(Role.SYSTEM, "Route."), Message.of(Role.USER, "Wo ist meine Bestellung, bitte? Ich warte und warte."));
        assertThat(SliceNames.of(OutputShape.LABEL, prompt, text("{\"intent\":\"track_order\"}")))
                .containsExactly("label: track_order", "language: de", "length: short");
        assertThat(SliceNames.of(OutputShape.TOOL_CALL, prompt, calls("find", "{}"))).contains("tool: find");
    }

    @Test
    void latenciesAreRanked() {
        assertThat(Latencies.of(List.of(10L, 30L, 20L, 1000L))).isEqualTo(new Latencies(4, 20, 1000));
        assertThat(Latencies.of(List.of())).isEqualTo(new Latencies(0, -1, -1));
    }
}
