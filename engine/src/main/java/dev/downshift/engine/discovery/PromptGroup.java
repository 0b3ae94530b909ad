package dev.downshift.engine.discovery;

import java.util.Map;

/** The prompts that hold exactly the same recurring segments. */
final class PromptGroup {

    /** Ids of the recurring segments, ascending. */
    final int[] segments;

    /** Ends of lines that are more common than their lines; each with its line. */
    final Map<Integer, Integer> ends;

    final AnswerForms answers = new AnswerForms();
    int prompts;

    PromptGroup(int[] segments, Map<Integer, Integer> ends) {
        this.segments = segments;
        this.ends = ends;
    }
}
