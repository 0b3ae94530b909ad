package dev.downshift.core.evaluation;

import dev.downshift.core.InvalidInput;

/**
 * What is decided before anything is measured.
 *
 * @param margin how much lower than the incumbent's the candidate's score may be, from 0.005 to 0.3
 * @param examples how many examples of the test split are asked at most; a sample spread evenly over time where there are more
 * @param baseExamples how many of these the base model is asked as well; 0 leaves it out
 */
public record EvaluationSettings(double margin, int examples, int baseExamples) {

    /** Five points, 200 examples, 40 of them for the base model. */
    public static final EvaluationSettings DEFAULT = new EvaluationSettings(0.05, 200, 40);

    public EvaluationSettings {
        if (!(margin >= 0.005 && margin <= 0.3)) {
            throw new InvalidInput("margin", "The margin is from 0.005 to 0.3.", "Use 0.05 if in doubt: five points.");
        }
        if (examples < 1 || examples > 100_000) {
            throw new InvalidInput("examples", "An evaluation asks from 1 to 100000 examples.", "Leave it out for the default.");
        }
        if (baseExamples < 0 || baseExamples > examples) {
            throw new InvalidInput("baseExamples", "The base model is asked between none and all of the examples.", "Leave it out for the default.");
        }
    }
}
