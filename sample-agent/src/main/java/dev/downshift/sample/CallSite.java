package dev.downshift.sample;

/** A place in the sample agent's program that calls an LLM. */
public enum CallSite {
    /** Decides which of five teams takes a message; answers JSON. */
    TRIAGE,
    /** Decides whether answering a message needs an order to be looked up; answers JSON. */
    LOOK_UP,
    /** Routes a message to one of 25 intents; answers JSON. */
    ROUTE,
    /** Reads order details out of a message; answers a tool call. */
    EXTRACT,
    /** Picks the next of eight tools in a loop of several turns; answers a tool call. */
    NEXT_TOOL,
    /** Decides a refund by the policy; answers JSON. */
    POLICY,
    /** Writes the reply to the customer; answers text. */
    REPLY,
    /** Summarises the thread; answers text. */
    SUMMARISE,
    /** Plans the week; open-ended text that no small model should replace. */
    PLAN
}
