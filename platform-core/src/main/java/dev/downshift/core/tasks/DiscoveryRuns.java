package dev.downshift.core.tasks;

import java.util.List;
import java.util.Optional;

/** The discovery runs of the current organization. */
public interface DiscoveryRuns {

    /** Asks for a run. One that is waiting already is enough: its id is returned. */
    DiscoveryRunId start();

    DiscoveryRun get(DiscoveryRunId id);

    /** The newest one. */
    Optional<DiscoveryRun> latest();

    /** The newest ones, newest first. */
    List<DiscoveryRun> recent();
}
