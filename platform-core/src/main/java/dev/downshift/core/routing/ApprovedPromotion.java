package dev.downshift.core.routing;

import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.training.CandidateId;
import java.math.BigDecimal;
import java.util.UUID;

/** What an approved promotion request asks for. The database holds it to the request's row. */
public record ApprovedPromotion(UUID promotionRequest, TaskId task, CandidateId candidate, Mode mode, BigDecimal share, String comment) {

    public ApprovedPromotion {
        if (mode == Mode.OFF) {
            throw new IllegalArgumentException("a promotion does not switch a route off; a rollback does");
        }
        if (share.signum() <= 0 || share.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("a share is above 0 and at most 1");
        }
    }
}
