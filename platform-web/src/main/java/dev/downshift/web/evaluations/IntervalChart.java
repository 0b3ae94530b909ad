package dev.downshift.web.evaluations;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * A confidence interval of a difference, drawn as SVG: zero, the margin's line and the interval, in user units.
 *
 * @param zero where the two models are equal
 * @param margin the line that the whole interval must lie to the right of
 */
public record IntervalChart(double width, double lower, double upper, double estimate, double zero, double margin, String lowerText,
        String upperText, String estimateText, String marginText) {

    private static final double WIDTH = 640;
    private static final double INSET = 60;

    static IntervalChart of(JsonNode difference, double margin) {
        double low = difference.path("lower").asDouble(0);
        double high = difference.path("upper").asDouble(0);
        double estimate = difference.path("estimate").asDouble(0);
        double reach = 1.15 * Math.max(margin, Math.max(Math.abs(low), Math.abs(high)));
        return new IntervalChart(WIDTH, x(low, reach), x(high, reach), x(estimate, reach), x(0, reach), x(-margin, reach),
                points(low), points(high), points(estimate), points(-margin));
    }

    private static double x(double value, double reach) {
        return Math.round(10 * (INSET + (WIDTH - 2 * INSET) * (value + reach) / (2 * reach))) / 10.0;
    }

    /** A difference in percentage points, signed. */
    public static String points(double difference) {
        return String.format(Locale.ROOT, "%+.1f", difference * 100).replace('-', '−');
    }
}
