package dev.downshift.core.datasets;

/** A part of a dataset. */
public enum Split {
    /** What a model learns from. */
    TRAIN,
    /** What a run watches while it trains. */
    VALIDATION,
    /** The newest conversations, seen by nothing before the evaluation. */
    TEST
}
