package dev.downshift.core.evaluation;

/** Who answers in an evaluation. */
public enum Contender {
    /** The fine-tuned model. */
    CANDIDATE,
    /** The LLM in use today, asked again where it can be reached. */
    INCUMBENT,
    /** The small model before it was fine-tuned, on fewer examples: what training has brought. */
    BASE
}
