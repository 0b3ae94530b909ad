package dev.downshift.worker.training;

import java.io.IOException;
import java.util.List;

/** Where a specification is run: on this machine, or in a cluster. */
interface TrainingBackend {

    /** The name by which configuration chooses it. */
    String name();

    /**
     * Runs the specification in the folder to its end, from the newest checkpoint if there is one. A run whose trainer
     * was killed goes on; one that is still at work for a worker that is gone is stopped first.
     */
    Outcome run(RunFolder folder, Supervisor supervisor) throws IOException, InterruptedException;

    /** The worker's side of a run. */
    interface Supervisor {

        /** How many lines of progress are known already. */
        long eventsSeen();

        void events(List<TrainerEvent> events);

        boolean cancelRequested();
    }

    /** How a run ended. */
    sealed interface Outcome {

        /** The results lie in the folder. */
        record Finished() implements Outcome {}

        /** It was asked to stop and has saved a checkpoint. */
        record Stopped() implements Outcome {}

        /** It cannot go on; the reason tells a person what happened and what to do. */
        record Failed(String reason) implements Outcome {}
    }
}
