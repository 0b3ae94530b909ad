package dev.downshift.core.models;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A base model for a dataset, and what training it would take.
 *
 * @param reason why this one, in a sentence
 * @param seconds estimated duration on a worker
 * @param cost estimated cost in US dollars
 * @param basis what the estimate rests on: runs of this organization, or the shipped measurement
 */
public record Proposal(BaseModel model, String reason, int seconds, BigDecimal cost, @Nullable String basis) {}
