package dev.downshift.core.routing;

/** How much of a task's traffic a small model answers. */
public enum Mode {
    /** None of it. */
    OFF,
    /** None of it, but the model is asked in the background and compared. */
    SHADOW,
    /** A share of the conversations. */
    CANARY,
    /** All of it, except where its answer leaves a doubt. */
    FULL
}
