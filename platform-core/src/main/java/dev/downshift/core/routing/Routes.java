package dev.downshift.core.routing;

import dev.downshift.core.tasks.TaskId;
import java.util.List;
import java.util.Optional;

/** The routes of the current organization. They change by an approved promotion and by a rollback, and by nothing else. */
public interface Routes {

    /** Every route there ever was, the latest changed first. */
    List<RouteView> list();

    /** A task's route; none while nothing of it was ever promoted. */
    Optional<RouteView> of(TaskId task);

    /** Newest first. */
    List<RouteChange> history(TaskId task);

    /** Where a rollback would lead: to the model before the current one, else to the incumbent. */
    RouteChange.State rollbackTarget(TaskId task);

    /**
     * Takes the current model out of the way, at once.
     *
     * @throws dev.downshift.core.Conflict when the route is off already
     */
    void rollBack(TaskId task, String reason);

    /** The same by the gateway itself, if the route is still as it was tested; says whether it was. */
    boolean rollBackAutomatically(TaskId task, int version, String reason);

    /** Applies a promotion inside the transaction that approved it. */
    void apply(ApprovedPromotion promotion);
}
