package dev.downshift.core.evaluation;

import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tenancy.OrganizationId;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An evaluation has ended; {@code cost} is what it took, in US dollars, as far as prices are known. */
public record EvaluationFinished(OrganizationId organization, EvaluationId evaluation, TaskId task, @Nullable BigDecimal cost, Instant at) {}
