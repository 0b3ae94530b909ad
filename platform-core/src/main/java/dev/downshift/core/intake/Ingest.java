package dev.downshift.core.intake;

import java.io.IOException;

/** What a worker does with an upload. Each step may be killed at any point and begun again. */
public interface Ingest {

    /** Opens the file at the first record that is not stored yet. */
    IngestRun open(UploadId id) throws IOException;

    /** Closes the books: all records were stored, or the ingest was cancelled. */
    void finish(UploadId id);

    /**
     * Says to people why it stopped.
     *
     * @param reason what happened and what to do about it
     */
    void fail(UploadId id, String reason);

    /** Says so of an error, whose own words go into the log where they were not written for people. */
    void fail(UploadId id, Throwable cause);
}
