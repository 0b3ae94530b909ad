package dev.downshift.engine.evaluation;

/** What the evidence says about a candidate. */
public enum Verdict {
    /** Not worse than the incumbent by more than the margin, and no slice below its floor. */
    PASSED,
    /** Worse by more than the margin, or a slice is below its floor. */
    FAILED,
    /** The evidence allows neither conclusion. */
    INCONCLUSIVE
}
