package dev.downshift.engine.evaluation;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The difference of two mean scores measured on the same examples, with a percentile interval of a paired bootstrap
 * (Efron and Tibshirani 1993). For similarities, which have no simple distribution. The seed is fixed: the same scores
 * give the same interval.
 */
final class PairedMeans {

    private static final int RESAMPLES = 4_000;
    private static final long SEED = 0x5eed;

    private PairedMeans() {}

    /** @param tail the probability left out on each side */
    static Interval interval(double[] differences, double tail) {
        if (differences.length == 0) {
            throw new IllegalArgumentException("no examples");
        }
        SplittableRandom random = new SplittableRandom(SEED);
        double[] means = new double[RESAMPLES];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            double sum = 0;
            for (int draw = 0; draw < differences.length; draw++) {
                sum += differences[random.nextInt(differences.length)];
            }
            means[resample] = sum / differences.length;
        }
        Arrays.sort(means);
        double estimate = Arrays.stream(differences).average().orElse(0);
        int cut = (int) (tail * RESAMPLES);
        return new Interval(estimate, Math.min(means[cut], estimate), Math.max(means[RESAMPLES - 1 - cut], estimate));
    }
}
