package dev.downshift.engine.evaluation;

/**
 * What a candidate must show, fixed before anything is measured.
 *
 * @param margin how much lower than the incumbent's the candidate's score may be
 * @param sliceMargin the same for each slice
 * @param sliceMinimum slices with fewer examples are shown and not judged
 */
public record Criterion(double margin, double sliceMargin, int sliceMinimum) {

    public Criterion {
        if (!(margin > 0 && margin < 1 && sliceMargin >= margin && sliceMargin < 1) || sliceMinimum < 1) {
            throw new IllegalArgumentException("margins lie between 0 and 1, and a slice's is not the smaller");
        }
    }

    /** The usual floors for a margin: three times the margin in a slice, judged from 20 examples on. */
    public static Criterion withMargin(double margin) {
        return new Criterion(margin, Math.min(0.99, 3 * margin), 20);
    }
}
