package dev.downshift.engine.discovery;

/** The prompts that hold exactly the same recurring segments. */
final class PromptGroup {

    /** Ids of the recurring segments, ascending. */
    final int[] segments;

    final AnswerForms answers = new AnswerForms();
    int prompts;
    long calls;

    PromptGroup(int[] segments) {
        this.segments = segments;
    }
}
