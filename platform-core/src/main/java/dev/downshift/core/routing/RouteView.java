package dev.downshift.core.routing;

import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.training.CandidateId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a task's calls go.
 *
 * @param share of the conversations that the candidate answers, from 0 to 1
 * @param candidate null when the mode is OFF
 * @param promotionRequest the approved request that this state rests on; null when the mode is OFF
 * @param version counts the changes
 */
public record RouteView(
        TaskId task,
        Mode mode,
        BigDecimal share,
        @Nullable CandidateId candidate,
        @Nullable UUID promotionRequest,
        String changedByName,
        Instant changedAt,
        int version) {}
