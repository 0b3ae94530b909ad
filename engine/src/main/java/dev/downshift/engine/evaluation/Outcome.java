package dev.downshift.engine.evaluation;

import java.util.List;

/**
 * The paired scores of one example.
 *
 * @param slices the slices that the example belongs to, such as {@code language: en}
 * @param candidate the candidate's score, from 0 to 1
 * @param incumbent the incumbent's
 */
public record Outcome(List<String> slices, double candidate, double incumbent) {
    public Outcome {
        slices = List.copyOf(slices);
    }
}
