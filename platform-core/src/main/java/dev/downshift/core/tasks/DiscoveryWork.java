package dev.downshift.core.tasks;

/** What a worker does for a discovery run, step by step. Each step can be repeated: it ends in the same state. */
public interface DiscoveryWork {

    /** Finds call sites and tasks in all calls and replaces the assignments. */
    void discover(DiscoveryRunId run);

    /** Embeds the variable parts that have no vector yet, and ends the run. */
    void embed(DiscoveryRunId run);

    /** Ends the run as failed. */
    void fail(DiscoveryRunId run, String reason);
}
