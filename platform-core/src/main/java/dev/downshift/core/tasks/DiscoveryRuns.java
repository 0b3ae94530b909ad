package dev.downshift.core.tasks;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The discovery runs of the current organization. */
public interface DiscoveryRuns {

    /** Asks for a run. One that is waiting already is enough: its id is returned, and it waits for no time to come. */
    DiscoveryRunId start();

    /** Asks for a run that begins when this time has passed. One that is waiting already is enough. */
    DiscoveryRunId startAfter(Duration pause);

    DiscoveryRun get(DiscoveryRunId id);

    /** The newest one. */
    Optional<DiscoveryRun> latest();

    /** The newest ones, newest first. */
    List<DiscoveryRun> recent();
}
