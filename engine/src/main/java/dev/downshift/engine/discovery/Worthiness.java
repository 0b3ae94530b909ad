package dev.downshift.engine.discovery;

import java.util.List;

/**
 * Whether a task is worth fine-tuning a small model for, judged from its calls alone, before a GPU is used.
 *
 * @param score 0 to 1
 * @param worthMoving whether it is recommended
 * @param reasons why, the weightiest first
 */
public record Worthiness(double score, boolean worthMoving, List<Reason> reasons) {

    public Worthiness {
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("a score is between 0 and 1: " + score);
        }
        reasons = List.copyOf(reasons);
    }

    /**
     * One reason.
     *
     * @param inFavour whether it speaks for moving the task
     * @param text in plain words
     */
    public record Reason(boolean inFavour, String text) {}
}
