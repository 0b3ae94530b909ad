package dev.downshift.core.training;

import dev.downshift.core.InvalidInput;
import org.jspecify.annotations.Nullable;

/**
 * How a run trains. The learning method is a low-rank adapter (LoRA, Hu et al. 2021) on the model's linear layers.
 *
 * @param epochs how often the examples are seen, at most
 * @param maxSeconds the time training may take; the number of steps is planned to fit
 * @param maxSteps the most steps, for a quick trial; null for no limit
 * @param layers how many of the last layers learn; null for all
 */
public record TrainingSettings(
        int epochs,
        int maxSeconds,
        @Nullable Integer maxSteps,
        int rank,
        @Nullable Integer layers,
        double learningRate,
        int batchSize,
        int seed) {

    /** What fits most narrow tasks on two processor cores. */
    public static final TrainingSettings DEFAULT = new TrainingSettings(2, 140, null, 16, null, 1.5e-3, 8, 0);

    public TrainingSettings {
        between("epochs", epochs, 1, 20);
        between("maxSeconds", maxSeconds, 10, 86_400);
        between("rank", rank, 1, 256);
        between("batchSize", batchSize, 1, 256);
        if (maxSteps != null) {
            between("maxSteps", maxSteps, 1, 1_000_000);
        }
        if (layers != null) {
            between("layers", layers, 1, 200);
        }
        if (!(learningRate > 0 && learningRate <= 0.1)) {
            throw new InvalidInput("learningRate", "The learning rate is above 0 and at most 0.1.", "Use 0.001 if in doubt.");
        }
    }

    private static void between(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidInput(field, "%s is between %d and %d.".formatted(field, least, most), "Leave it out for the default.");
        }
    }
}
