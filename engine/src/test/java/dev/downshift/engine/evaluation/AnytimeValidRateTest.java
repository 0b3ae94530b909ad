package dev.downshift.engine.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnytimeValidRateTest {

    @Test
    void raisesFewerFalseAlarmsThanItsLevelHoweverOftenItIsLookedAt() {
        long alarms = IntStream.range(0, 1_000).filter(seed -> rejectsWithin(new AnytimeValidRate(0.1, 0.05), new Random(seed), 0.1, 2_000) > 0).count();

        assertThat(alarms).isLessThanOrEqualTo(50);
    }

    @Test
    void aModelThatAlwaysFailsIsFoundOutWithinAFewCalls() {
        AnytimeValidRate test = new AnytimeValidRate(0.1, 0.01);

        long calls = IntStream.rangeClosed(1, 20).filter(call -> test.observe(true)).findFirst().orElseThrow();

        assertThat(calls).isBetween(2L, 6L);
        assertThat(test.failures()).isEqualTo(test.observations());
    }

    @Test
    void aRateOfTwiceTheBoundIsFoundOut() {
        for (int seed = 0; seed < 50; seed++) {
            assertThat(rejectsWithin(new AnytimeValidRate(0.1, 0.01), new Random(seed), 0.25, 1_500)).isPositive();
        }
    }

    @Test
    void aModelThatTurnsBadAfterALongGoodTimeIsFoundOutSoon() {
        AnytimeValidRate test = new AnytimeValidRate(0.1, 0.01);
        Random random = new Random(1);
        assertThat(rejectsWithin(test, random, 0.02, 10_000)).isZero();

        assertThat(rejectsWithin(test, random, 0.6, 400)).isPositive();
    }

    @Test
    void refusesABoundThatIsNoRate() {
        assertThatThrownBy(() -> new AnytimeValidRate(0, 0.01)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AnytimeValidRate(0.1, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The call at which it rejects, 0 if it does not. */
    private static int rejectsWithin(AnytimeValidRate test, Random random, double rate, int calls) {
        for (int call = 1; call <= calls; call++) {
            if (test.observe(random.nextDouble() < rate)) {
                return call;
            }
        }
        return 0;
    }
}
