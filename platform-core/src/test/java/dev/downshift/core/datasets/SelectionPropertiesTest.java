package dev.downshift.core.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.core.datasets.Selection.Usable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SelectionPropertiesTest {

    private static final Instant BEGIN = Instant.parse("2026-10-01T00:00:00Z");

    @Property(tries = 300)
    void nothingLeaksAcrossTheSplits(@ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int calls, @ForAll @IntRange(min = 1, max = 60) int conversations,
            @ForAll @IntRange(min = 1, max = 200) int prompts) {
        Selection selection = Selection.of(calls(seed, calls, conversations, prompts));
        assertThat(Leakage.shared(selection, Usable::conversation)).isZero();
        assertThat(Leakage.shared(selection, Usable::prompt)).isZero();
        if (selection.wordingApart()) {
            assertThat(Leakage.shared(selection, Usable::wording)).isZero();
        }
    }

    @Property(tries = 300)
    void everyCallIsChosenOnceOrDroppedForAReason(@ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int calls,
            @ForAll @IntRange(min = 1, max = 60) int conversations, @ForAll @IntRange(min = 1, max = 200) int prompts) {
        Selection selection = Selection.of(calls(seed, calls, conversations, prompts));
        List<Long> chosen = new ArrayList<>();
        for (Split split : Split.values()) {
            selection.of(split).forEach(call -> chosen.add(call.position()));
        }
        assertThat(new HashSet<>(chosen)).hasSameSizeAs(chosen);
        assertThat(chosen.size() + selection.dropped().values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(calls);
    }

    @Property(tries = 100)
    void theOrderInWhichCallsAreReadChangesNothing(@ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int calls) {
        List<Usable> some = calls(seed, calls, 30, 150);
        assertThat(Selection.of(some.reversed())).isEqualTo(Selection.of(some));
    }

    @Example
    void theNewestConversationsAreTheTest() {
        List<Usable> calls = new ArrayList<>();
        for (int number = 0; number < 100; number++) {
            calls.add(new Usable(number, "c" + number, BEGIN.plusSeconds(number), "p" + number, "w" + number));
        }
        Selection selection = Selection.of(calls);
        assertThat(selection.of(Split.TEST)).hasSize(20).allMatch(call -> call.position() >= 80);
        assertThat(selection.of(Split.VALIDATION)).hasSize(10);
        assertThat(selection.of(Split.TRAIN)).hasSize(70).allMatch(call -> call.position() < 70);
    }

    private static List<Usable> calls(long seed, int count, int conversations, int prompts) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Usable> calls = new ArrayList<>();
        for (int position = 0; position < count; position++) {
            int prompt = random.nextInt(prompts);
            calls.add(new Usable(position, "c" + random.nextInt(conversations), random.nextInt(10) == 0 ? null : BEGIN.plusSeconds(random.nextInt(100_000)),
                    "p" + prompt, "w" + prompt / 2));
        }
        return calls;
    }
}
