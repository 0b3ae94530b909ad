package dev.downshift.engine.evaluation;

/** A difference of scores, candidate minus incumbent, with its confidence interval; all between -1 and 1. */
public record Interval(double estimate, double lower, double upper) {

    public Interval {
        if (!(lower <= upper)) {
            throw new IllegalArgumentException("the interval is upside down: " + lower + " to " + upper);
        }
    }

    public boolean contains(double value) {
        return lower <= value && value <= upper;
    }
}
