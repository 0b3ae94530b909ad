package dev.downshift.engine.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PairedProportionsPropertiesTest {

    /** 12 and 2 of 50, by maximising the likelihood numerically; without a disagreement the limits are z²/(n+z²). */
    @Example
    void agreesWithIntervalsFoundAnotherWay() {
        Interval none = new PairedProportions(54, 0, 0).interval(Comparison.Z);
        assertThat(none.lower()).isCloseTo(-0.0664, within(0.0005));
        assertThat(none.upper()).isCloseTo(0.0664, within(0.0005));
        Interval disagreeing = new PairedProportions(50, 12, 2).interval(Comparison.Z);
        assertThat(disagreeing.lower()).isCloseTo(0.061112, within(1e-5));
        assertThat(disagreeing.upper()).isCloseTo(0.344709, within(1e-5));
    }

    @Property
    void theIntervalHoldsTheEstimateAndStaysInRange(@ForAll @IntRange(min = 1, max = 500) int examples, @ForAll @IntRange(max = 500) int first,
            @ForAll @IntRange(max = 500) int second) {
        PairedProportions pairs = pairs(examples, first, second);
        Interval interval = pairs.interval(Comparison.Z);
        assertThat(interval.lower()).isGreaterThanOrEqualTo(-1).isLessThanOrEqualTo(pairs.difference());
        assertThat(interval.upper()).isLessThanOrEqualTo(1).isGreaterThanOrEqualTo(pairs.difference());
        assertThat(interval.upper() - interval.lower()).isPositive();
    }

    @Property
    void exchangingTheModelsTurnsTheIntervalRound(@ForAll @IntRange(min = 1, max = 300) int examples, @ForAll @IntRange(max = 300) int first,
            @ForAll @IntRange(max = 300) int second) {
        PairedProportions pairs = pairs(examples, first, second);
        Interval one = pairs.interval(Comparison.Z);
        Interval other = new PairedProportions(examples, /* onlyCandidate= */ pairs.onlyIncumbent(), /* onlyIncumbent= */ pairs.onlyCandidate()).interval(Comparison.Z);
        assertThat(one.lower()).isCloseTo(-other.upper(), within(1e-6));
        assertThat(one.upper()).isCloseTo(-other.lower(), within(1e-6));
    }

    @Property(tries = 200)
    void moreExamplesOfTheSameKindNarrowTheInterval(@ForAll @IntRange(min = 10, max = 200) int examples, @ForAll @IntRange(max = 200) int first,
            @ForAll @IntRange(max = 200) int second) {
        PairedProportions pairs = pairs(examples, first, second);
        PairedProportions more = new PairedProportions(4 * examples, 4 * pairs.onlyCandidate(), 4 * pairs.onlyIncumbent());
        assertThat(width(more)).isLessThan(width(pairs));
    }

    /** The true difference lies in the interval about 95 times of 100, with few and with many disagreements. */
    @Example
    void keepsItsCoverage() {
        SplittableRandom random = new SplittableRandom(4);
        double[][] truths = {{0.02, 0.02}, {0.01, 0.06}, {0.10, 0.05}, {0.05, 0.15}};
        for (int examples : new int[] {60, 200}) {
            for (double[] truth : truths) {
                assertThat(coverage(random, examples, truth[0], truth[1])).as("%d examples, %s and %s", examples, truth[0], truth[1]).isBetween(0.925, 0.995);
            }
        }
    }

    private static double coverage(SplittableRandom random, int examples, double onlyCandidate, double onlyIncumbent) {
        int covered = 0;
        int rounds = 2_000;
        for (int round = 0; round < rounds; round++) {
            int first = 0;
            int second = 0;
            for (int example = 0; example < examples; example++) {
                double draw = random.nextDouble();
                first += draw < onlyCandidate ? 1 : 0;
                second += draw >= onlyCandidate && draw < onlyCandidate + onlyIncumbent ? 1 : 0;
            }
            covered += new PairedProportions(examples, first, second).interval(Comparison.Z).contains(onlyCandidate - onlyIncumbent) ? 1 : 0;
        }
        return (double) covered / rounds;
    }

    private static double width(PairedProportions pairs) {
        Interval interval = pairs.interval(Comparison.Z);
        return interval.upper() - interval.lower();
    }

    private static PairedProportions pairs(int examples, int first, int second) {
        int onlyCandidate = first % (examples + 1);
        return new PairedProportions(examples, onlyCandidate, second % (examples - onlyCandidate + 1));
    }
}
