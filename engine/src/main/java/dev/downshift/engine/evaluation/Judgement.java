package dev.downshift.engine.evaluation;

import dev.downshift.engine.evaluation.Comparison.Floor;
import dev.downshift.engine.evaluation.Comparison.Slice;
import java.util.List;
import java.util.Locale;

/** A verdict with its reason in plain words. */
record Judgement(Verdict verdict, String reason) {

    static Judgement of(OutputShape shape, int examples, Interval difference, List<Slice> slices, Criterion criterion, int needed) {
        String measured = "The candidate's score differs from the incumbent's by %s (95%% interval %s to %s) on %d examples; the margin is %s."
                .formatted(signed(difference.estimate()), signed(difference.lower()), signed(difference.upper()), examples, signed(-criterion.margin()));
        if (difference.upper() < -criterion.margin()) {
            return new Judgement(Verdict.FAILED, measured + " The candidate is worse by more than the margin.");
        }
        List<Slice> broken = slices.stream().filter(slice -> slice.floor() == Floor.BROKEN).toList();
        if (!broken.isEmpty()) {
            return new Judgement(Verdict.FAILED, measured + " It is below the floor in " + names(broken) + ".");
        }
        if (shape == OutputShape.TEXT) {
            return new Judgement(Verdict.INCONCLUSIVE, measured + " Similarity of texts is weak evidence, so it cannot pass: let people compare the answers.");
        }
        if (difference.lower() <= -criterion.margin()) {
            return new Judgement(Verdict.INCONCLUSIVE, measured + " The interval reaches beyond the margin: about %d examples would decide.".formatted(needed));
        }
        List<Slice> open = slices.stream().filter(slice -> slice.floor() == Floor.OPEN).toList();
        if (!open.isEmpty()) {
            return new Judgement(Verdict.INCONCLUSIVE, measured + " Good enough overall, but measured below the floor in " + names(open) + ", on too few examples to be sure.");
        }
        return new Judgement(Verdict.PASSED, measured + " Not worse by more than the margin, and no slice is below its floor.");
    }

    private static String names(List<Slice> slices) {
        List<String> first = slices.stream().limit(3).map(slice -> "\u201c" + slice.name() + "\u201d").toList();
        return String.join(", ", first) + (slices.size() > 3 ? " and %d more".formatted(slices.size() - 3) : "");
    }

    private static String signed(double difference) {
        return String.format(Locale.ROOT, "%+.1f points", difference * 100);
    }
}
