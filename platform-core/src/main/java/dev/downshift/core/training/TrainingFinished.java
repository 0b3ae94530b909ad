package dev.downshift.core.training;

import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tenancy.OrganizationId;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A run has ended, however it did; what it cost is owed all the same.
 *
 * @param cost in US dollars
 */
public record TrainingFinished(
        OrganizationId organization, TrainingRunId run, TaskId task, TrainingStatus how, BigDecimal cost, Instant at) {}
