package dev.downshift.core.jobs;

import java.util.UUID;

/** Where work is asked for. */
public interface JobQueue {

    /**
     * Asks for a job in the running transaction, on behalf of the current organization and actor. Asking again before a
     * worker takes the first request up changes nothing; after that the job is run once more when it has ended.
     *
     * @param subjectId the row the job is about: an upload, a discovery run, a training run, an evaluation, a run of an import
     */
    void enqueue(JobKind kind, UUID subjectId);
}
