package dev.downshift.engine.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ComparisonPropertiesTest {

    private static final Criterion FIVE_POINTS = Criterion.withMargin(0.05);

    @Example
    void equalModelsPassOnEnoughExamples() {
        Comparison comparison = Comparison.of(OutputShape.LABEL, outcomes(400, 12, 12, "language: en"), FIVE_POINTS);
        assertThat(comparison.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(comparison.reason()).contains("Not worse by more than the margin");
        assertThat(comparison.examplesNeeded()).isBetween(100, 400);
    }

    @Example
    void fewExamplesAreInconclusiveEvenWhenAllAreRight() {
        Comparison comparison = Comparison.of(OutputShape.LABEL, outcomes(30, 0, 0, "language: en"), FIVE_POINTS);
        assertThat(comparison.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(comparison.reason()).contains("would decide");
    }

    @Example
    void aClearlyWorseCandidateFails() {
        assertThat(Comparison.of(OutputShape.TOOL_CALL, outcomes(200, 2, 60, "tool: x"), FIVE_POINTS).verdict()).isEqualTo(Verdict.FAILED);
    }

    @Example
    void aBrokenSliceFailsAGoodAverage() {
        List<Outcome> outcomes = new ArrayList<>(outcomes(2_000, 30, 10, "language: en"));
        outcomes.addAll(outcomes(40, 0, 30, "language: de"));
        Comparison comparison = Comparison.of(OutputShape.LABEL, outcomes, FIVE_POINTS);
        assertThat(comparison.difference().lower()).isGreaterThan(-0.05);
        assertThat(comparison.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(comparison.reason()).contains("language: de");
    }

    @Example
    void anUncertainSliceLeavesAGoodAverageInconclusive() {
        List<Outcome> outcomes = new ArrayList<>(outcomes(2_000, 30, 10, "language: en"));
        outcomes.addAll(outcomes(20, 0, 4, "language: de"));
        assertThat(Comparison.of(OutputShape.LABEL, outcomes, FIVE_POINTS).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Example
    void similarTextsNeverPass() {
        assertThat(Comparison.of(OutputShape.TEXT, outcomes(1_000, 0, 0, "length: long"), FIVE_POINTS).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    /** A candidate that is worse by exactly the margin passes in about one of forty trials. */
    @Example
    void aCandidateAtTheMarginSeldomPasses() {
        SplittableRandom random = new SplittableRandom(17);
        int passed = 0;
        for (int trial = 0; trial < 1_500; trial++) {
            List<Outcome> outcomes = new ArrayList<>();
            for (int example = 0; example < 250; example++) {
                double draw = random.nextDouble();
                outcomes.add(new Outcome(List.of(), draw < 0.07 ? 0 : 1, draw >= 0.07 && draw < 0.09 ? 0 : 1));
            }
            passed += Comparison.of(OutputShape.LABEL, outcomes, FIVE_POINTS).verdict() == Verdict.PASSED ? 1 : 0;
        }
        assertThat(passed / 1_500.0).isLessThan(0.045);
    }

    @Property(tries = 100)
    void theVerdictDoesNotDependOnTheOrder(@ForAll @IntRange(min = 20, max = 200) int examples, @ForAll @IntRange(max = 10) int first, @ForAll @IntRange(max = 10) int second) {
        List<Outcome> outcomes = outcomes(examples, first, second, "label: a");
        assertThat(Comparison.of(OutputShape.LABEL, outcomes.reversed(), FIVE_POINTS)).isEqualTo(Comparison.of(OutputShape.LABEL, outcomes, FIVE_POINTS));
    }

    private static List<Outcome> outcomes(int examples, int onlyCandidate, int onlyIncumbent, String slice) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int example = 0; example < examples; example++) {
            boolean first = example < onlyCandidate;
            boolean second = example >= onlyCandidate && example < onlyCandidate + onlyIncumbent;
            outcomes.add(new Outcome(List.of(slice), second ? 0 : 1, first ? 0 : 1));
        }
        return outcomes;
    }
}
