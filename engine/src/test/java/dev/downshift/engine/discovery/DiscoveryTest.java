package dev.downshift.engine.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.engine.evaluation.AdjustedRandIndex;
import dev.downshift.engine.evaluation.OutputShape;
import dev.downshift.engine.traces.LlmCall;
import dev.downshift.engine.traces.Message;
import dev.downshift.engine.traces.Message.Role;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiscoveryTest {

    private final List<LlmCall> calls = new Prompts(7).calls(400);
    private final Discovery.Result result = discover(calls);

    @Test
    void findsEachCallSiteInSpiteOfSlotsDatesShuffledExamplesAndHistory() {
        assertThat(agreement(calls, result)).isGreaterThan(0.99);
        assertThat(result.tasks()).hasSize(4);
        assertThat(result.unassigned()).isZero();
    }

    @Test
    void marksTheSlotsOfATemplate() {
        DiscoveredTask summarise = task("Summarise");
        assertThat(summarise.template()).contains("Summarise the following thread in two sentences: {…}", "Write for a colleague who has no time.");
    }

    @Test
    void namesATaskByItsInstruction() {
        assertThat(result.tasks()).extracting(DiscoveredTask::name)
                .anyMatch(name -> name.startsWith("Sort the message") || name.startsWith("Summarise the following thread"));
        assertThat(result.tasks()).extracting(DiscoveredTask::name).doesNotHaveDuplicates();
    }

    @Test
    void tellsTheShapeOfTheAnswers() {
        assertThat(result.tasks()).extracting(DiscoveredTask::shape)
                .containsExactlyInAnyOrder(OutputShape.LABEL, OutputShape.JSON_OBJECT, OutputShape.TEXT, OutputShape.TEXT);
    }

    @Test
    void saysWhyFreeTextIsNotWorthMoving() {
        Worthiness worthiness = task("Summarise").worthiness();
        assertThat(worthiness.worthMoving()).isFalse();
        assertThat(worthiness.reasons().getFirst().inFavour()).isFalse();
        assertThat(worthiness.reasons()).extracting(Worthiness.Reason::text).anyMatch(text -> text.contains("free text"));
    }

    @Test
    void findsNothingInNothing() {
        assertThat(discover(List.of()).tasks()).isEmpty();
    }

    @Test
    void oneCallIsNoRecurrence() {
        assertThat(discover(calls.subList(0, 1)).tasks()).isEmpty();
    }

    @Test
    void aPromptThatManyRunsRepeatIsACallSite() {
        List<LlmCall> equal = IntStream.range(0, 50).mapToObj(i -> chat("run-" + i, "Is the shop open at this very moment?")).toList();
        assertThat(discover(equal).tasks()).singleElement().satisfies(task -> assertThat(task.figures().calls()).isEqualTo(50));
    }

    @Test
    void callsThatHaveNothingInCommonStayUnassigned() {
        List<LlmCall> different = IntStream.range(0, 50)
                .mapToObj(i -> chat("run-" + i, IntStream.range(0, 9).mapToObj(w -> name(i * 9 + w)).reduce("", (a, b) -> a + " " + b)))
                .toList();
        Discovery.Result nothing = discover(different);
        assertThat(nothing.tasks()).isEmpty();
        assertThat(nothing.unassigned()).isEqualTo(50);
    }

    @Test
    void oneEndlessPromptDoesNoHarm() {
        List<LlmCall> with = new ArrayList<>(calls);
        with.add(chat("run-endless", "x y z ".repeat(200_000)));
        with.add(chat("run-binary", "\u0000\u0001\uD800\uFFFF".repeat(1_000)));
        assertThat(discover(with).tasks()).hasSize(4);
    }

    @Test
    void aCallThatStandsForOthersCountsForThem() {
        List<LlmCall> twoSites = new ArrayList<>();
        for (int number = 0; number < 40; number++) {
            twoSites.add(chat("run-" + number, "You sort tickets.\nAnswer with one word.\nTicket " + name(number)));
            twoSites.add(chat("run-" + number, "You translate names.\nWrite German only.\nName " + name(number + 500)));
        }
        Discovery.Result weighted = new Discovery(reader -> twoSites.forEach(call -> reader.read(call, BigDecimal.ONE, call.messages().getFirst().text().contains("sort") ? 9 : 1)),
                Discovery.Progress.none()).discover();

        assertThat(weighted.calls()).isEqualTo(80);
        DiscoveredTask sorting = weighted.tasks().stream().filter(each -> each.template().contains("sort")).findFirst().orElseThrow();
        assertThat(sorting.figures().calls()).isEqualTo(360);
        assertThat(sorting.figures().prompts()).as("prompts to learn from").isEqualTo(40);
        assertThat(sorting.figures().shareOfCalls()).isEqualTo(0.9);
        assertThat(sorting.figures().shareOfCost()).isEqualTo(0.9);
        assertThat(sorting.cost()).isEqualByComparingTo("360");
    }

    private DiscoveredTask task(String word) {
        return result.tasks().stream().filter(each -> each.template().contains(word)).findFirst().orElseThrow();
    }

    private static String name(int number) {
        return Integer.toString(number + 40_000, 36).replaceAll("[0-9]", "q") + Integer.toString(number * 7919, 26).replaceAll("[0-9]", "w");
    }

    private static LlmCall chat(String conversation, String text) {
        return new LlmCall(new LlmCall.Position(0, 0, 1, 0), null, conversation, null, null, List.of(Message.of(Role.USER, text)),
                List.of(), Map.of(), Message.of(Role.ASSISTANT, "yes"), null, null, null, null, Map.of());
    }

    static Discovery.Result discover(List<LlmCall> calls) {
        return new Discovery(reader -> calls.forEach(call -> reader.read(call, null, 1)), Discovery.Progress.none()).discover();
    }

    static double agreement(List<LlmCall> calls, Discovery.Result result) {
        return AdjustedRandIndex.of(calls.stream().map(call -> result.assign(call).orElse("")).toList(),
                calls.stream().map(call -> String.valueOf(call.model())).toList());
    }
}
