package dev.downshift.engine.savings;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;

/**
 * What a machine costs that trains or serves a small model.
 *
 * @param machine {@code cpu} or {@code gpu}
 * @param description what one gets for it
 * @param usdPerHour US dollars an hour
 * @param utilization the share of its hours in which a serving machine answers calls, above 0 and up to 1; the idle rest is
 *     paid by the calls
 */
public record MachinePrice(String machine, String description, BigDecimal usdPerHour, BigDecimal utilization) {

    private static final BigDecimal NANOS_OF_HOUR = BigDecimal.valueOf(Duration.ofHours(1).toNanos());

    public MachinePrice {
        if (usdPerHour.signum() < 0) {
            throw new IllegalArgumentException("the price of the machine " + machine + " is negative");
        }
        if (utilization.signum() <= 0 || utilization.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("the utilization of the machine " + machine + " is not above 0 and up to 1");
        }
    }

    /** The cost of a machine that is busy all the time, as in training, rounded to a billionth of a dollar. */
    public BigDecimal busy(Duration time) {
        return usdPerHour.multiply(BigDecimal.valueOf(time.toNanos())).divide(NANOS_OF_HOUR, ModelPrice.SCALE, RoundingMode.HALF_EVEN);
    }

    /** The cost of the time a call keeps a serving machine busy, with its part of the time the machine waits. */
    public BigDecimal serving(Duration time) {
        return usdPerHour.divide(utilization, MathContext.DECIMAL64).multiply(BigDecimal.valueOf(time.toNanos()))
                .divide(NANOS_OF_HOUR, ModelPrice.SCALE, RoundingMode.HALF_EVEN);
    }
}
