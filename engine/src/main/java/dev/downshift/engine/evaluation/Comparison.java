package dev.downshift.engine.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A candidate compared with the incumbent on the same examples: a non-inferiority test with slice floors.
 *
 * @param examples how many pairs
 * @param candidate the candidate's mean score
 * @param incumbent the incumbent's mean score
 * @param difference candidate minus incumbent, with its 95% interval
 * @param slices every slice, the largest first
 * @param verdict what follows
 * @param reason why, in a sentence or two
 * @param examplesNeeded about how many examples would decide with 80% probability if both were equally good and
 *     disagreed as often as they did here
 */
public record Comparison(int examples, double candidate, double incumbent, Interval difference, List<Slice> slices,
        Verdict verdict, String reason, int examplesNeeded) {

    /** 95% two-sided, so that the lower limit is a one-sided test at 2.5%. */
    static final double Z = 1.959963984540054;
    private static final double Z_POWER = 0.8416212335729143;

    public Comparison {
        slices = List.copyOf(slices);
    }

    /**
     * One slice.
     *
     * @param difference with an interval widened for the number of judged slices (Bonferroni)
     * @param judged whether it has enough examples to count
     * @param floor whether it is held, broken or open
     */
    public record Slice(String name, int examples, double candidate, double incumbent, Interval difference, boolean judged, Floor floor) {}

    /** A slice's floor. */
    public enum Floor {
        /** Not below the floor by what was measured. */
        HELD,
        /** Below the floor, and the interval excludes that it is not. */
        BROKEN,
        /** Measured below the floor, but too uncertain to say so. */
        OPEN
    }

    /**
     * Compares.
     *
     * @param outcomes at least one
     */
    public static Comparison of(OutputShape shape, List<Outcome> outcomes, Criterion criterion) {
        boolean exact = shape != OutputShape.TEXT;
        Interval difference = interval(outcomes, exact, Z);
        List<Slice> slices = slices(outcomes, exact, criterion);
        int needed = examplesNeeded(outcomes, criterion.margin());
        Judgement judgement = Judgement.of(shape, outcomes.size(), difference, slices, criterion, needed);
        return new Comparison(outcomes.size(), mean(outcomes, true), mean(outcomes, false), difference, slices,
                judgement.verdict(), judgement.reason(), needed);
    }

    private static List<Slice> slices(List<Outcome> outcomes, boolean exact, Criterion criterion) {
        Map<String, List<Outcome>> bySlice = new TreeMap<>();
        for (Outcome outcome : outcomes) {
            outcome.slices().forEach(name -> bySlice.computeIfAbsent(name, unseen -> new ArrayList<>()).add(outcome));
        }
        long judged = bySlice.values().stream().filter(members -> members.size() >= criterion.sliceMinimum()).count();
        double z = Normal.quantile(1 - 0.025 / Math.max(1, judged));
        List<Slice> slices = new ArrayList<>();
        bySlice.forEach((name, members) -> slices.add(slice(name, members, exact, z, criterion)));
        slices.sort(Comparator.comparingInt(Slice::examples).reversed().thenComparing(Slice::name));
        return slices;
    }

    private static Slice slice(String name, List<Outcome> members, boolean exact, double z, Criterion criterion) {
        Interval difference = interval(members, exact, z);
        boolean judged = members.size() >= criterion.sliceMinimum();
        Floor floor = !judged || difference.estimate() >= -criterion.sliceMargin() ? Floor.HELD
                : difference.upper() < -criterion.sliceMargin() ? Floor.BROKEN : Floor.OPEN;
        return new Slice(name, members.size(), mean(members, true), mean(members, false), difference, judged, floor);
    }

    private static Interval interval(List<Outcome> outcomes, boolean exact, double z) {
        if (!exact) {
            return PairedMeans.interval(outcomes.stream().mapToDouble(pair -> pair.candidate() - pair.incumbent()).toArray(), 1 - Normal.cumulative(z));
        }
        int onlyCandidate = (int) outcomes.stream().filter(pair -> pair.candidate() > pair.incumbent()).count();
        int onlyIncumbent = (int) outcomes.stream().filter(pair -> pair.candidate() < pair.incumbent()).count();
        return new PairedProportions(outcomes.size(), onlyCandidate, onlyIncumbent).interval(z);
    }

    private static int examplesNeeded(List<Outcome> outcomes, double margin) {
        double squares = outcomes.stream().mapToDouble(pair -> (pair.candidate() - pair.incumbent()) * (pair.candidate() - pair.incumbent())).sum();
        double variance = Math.max(squares, 1) / outcomes.size();
        return (int) Math.ceil(variance * (Z + Z_POWER) * (Z + Z_POWER) / (margin * margin));
    }

    private static double mean(List<Outcome> outcomes, boolean candidate) {
        return outcomes.stream().mapToDouble(pair -> candidate ? pair.candidate() : pair.incumbent()).average().orElse(0);
    }
}
