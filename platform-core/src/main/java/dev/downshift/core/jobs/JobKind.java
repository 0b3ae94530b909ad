package dev.downshift.core.jobs;

import java.util.Locale;

/** What a worker can do. */
public enum JobKind {
    INGEST,
    DISCOVERY,
    TRAINING,
    EVALUATION;

    /** The name of the Spring Batch job that does it. */
    public String jobName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
