package dev.downshift.engine.savings;

import java.math.BigDecimal;

/**
 * What was saved, by its parts, in US dollars; every part is positive or zero.
 *
 * @param avoided what the incumbent would have cost for the calls the small model answered
 * @param serving what the small model's answers cost
 * @param shadow what its answers cost that nobody was given
 * @param fallback what its answers cost that were thrown away because the incumbent had to answer after all
 * @param training what training cost
 * @param evaluation what evaluation cost
 */
public record Savings(BigDecimal avoided, BigDecimal serving, BigDecimal shadow, BigDecimal fallback, BigDecimal training, BigDecimal evaluation) {

    /** Nothing saved and nothing spent. */
    public static final Savings NONE = new Savings(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    /** Everything the small models cost. */
    public BigDecimal spent() {
        return serving.add(shadow).add(fallback).add(training).add(evaluation);
    }

    /** What is left: negative until a small model has earned its training. */
    public BigDecimal net() {
        return avoided.subtract(spent());
    }

    public Savings plus(Savings other) {
        return new Savings(avoided.add(other.avoided), serving.add(other.serving), shadow.add(other.shadow), fallback.add(other.fallback),
                training.add(other.training), evaluation.add(other.evaluation));
    }
}
