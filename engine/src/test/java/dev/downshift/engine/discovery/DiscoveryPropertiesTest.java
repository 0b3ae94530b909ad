package dev.downshift.engine.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downshift.engine.traces.LlmCall;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class DiscoveryPropertiesTest {

    @Property(tries = 15)
    void theOrderOfTheCallsDoesNotMatter(@ForAll @IntRange(max = 1_000) int seed, @ForAll @IntRange(min = 1, max = 120) int count) {
        List<LlmCall> calls = new Prompts(seed).calls(count);
        List<LlmCall> shuffled = new ArrayList<>(calls);
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(DiscoveryTest.discover(shuffled).tasks()).isEqualTo(DiscoveryTest.discover(calls).tasks());
    }

    @Property(tries = 15)
    void duplicatesDoNotChangeTheSites(@ForAll @IntRange(max = 1_000) int seed, @ForAll @IntRange(min = 1, max = 120) int count) {
        List<LlmCall> calls = new Prompts(seed).calls(count);
        List<LlmCall> doubled = new ArrayList<>(calls);
        doubled.addAll(calls.subList(0, count / 2));
        assertThat(DiscoveryTest.discover(doubled).tasks()).extracting(DiscoveredTask::site)
                .containsExactlyInAnyOrderElementsOf(DiscoveryTest.discover(calls).tasks().stream().map(DiscoveredTask::site).toList());
    }

    @Property(tries = 10)
    void aMatcherReadFromItsJsonMatchesTheSame(@ForAll @IntRange(max = 1_000) int seed) {
        List<LlmCall> calls = new Prompts(seed).calls(80);
        for (DiscoveredTask task : DiscoveryTest.discover(calls).tasks()) {
            CallSiteSignature signature = task.site().signature();
            assertThat(CallSiteSignature.fromJson(signature.toJson())).isEqualTo(signature);
        }
    }
}
