package dev.downshift.core.jobs;

import java.time.Duration;
import java.util.UUID;

/** Where work is asked for. */
public interface JobQueue {

    /**
     * Asks for a job in the running transaction, on behalf of the current organization. Asking again before a
     * worker takes the first request up changes nothing; after that the job is run once more when it has ended.
     *
     * @param subjectId the row the job is about: an upload, a discovery run, a training run, an evaluation, a run of an import, an erasure
     */
    void enqueue(JobKind kind, UUID subjectId);

    /** Asks for a job in the running transaction that nobody takes up before this time has passed, unless it is {@linkplain #hasten hastened}. */
    void enqueueAfter(JobKind kind, UUID subjectId, Duration pause);

    /** Lets a job that was asked for and waits for its time be taken up now. */
    void hasten(JobKind kind, UUID subjectId);
}
