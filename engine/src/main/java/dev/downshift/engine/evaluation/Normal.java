package dev.downshift.engine.evaluation;

/** The standard normal distribution. */
final class Normal {

    private Normal() {}

    /** The probability below {@code z}, by the series of Marsaglia (2004) to full double precision for |z| below 8. */
    static double cumulative(double z) {
        if (Math.abs(z) > 8) {
            return z < 0 ? 0 : 1;
        }
        double sum = z;
        double previous = 0;
        double term = z;
        for (int odd = 3; sum != previous; odd += 2) {
            previous = sum;
            term = term * z * z / odd;
            sum = previous + term;
        }
        return 0.5 + sum * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }

    /** The value below which lies the probability {@code p}, by halving. */
    static double quantile(double p) {
        double low = -8;
        double high = 8;
        for (int step = 0; step < 60; step++) {
            double middle = (low + high) / 2;
            if (cumulative(middle) < p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }
}
