package dev.downshift.core.jobs;

import dev.downshift.core.Niceness;
import java.util.Locale;

/** What a worker can do. */
public enum JobKind {
    INGEST,
    DISCOVERY,
    TRAINING,
    EVALUATION,
    IMPORT,
    ERASURE;

    /**
     * Whether it may be asked for again once it is done: an upload is read again, or deleted. Its work asks the subject what is to be
     * done, so that doing it once more changes nothing.
     */
    public boolean repeats() {
        return this == INGEST;
    }

    /** How far it leaves the processors to others: discovery reads all calls, again and again while they come in. */
    public Niceness niceness() {
        return this == DISCOVERY ? Niceness.IDLE : Niceness.BACKGROUND;
    }

    /** The name of the Spring Batch job that does it. */
    public String jobName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
