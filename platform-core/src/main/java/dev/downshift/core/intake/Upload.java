package dev.downshift.core.intake;

/** The words about a trace file that was sent; what is known of one is an {@link UploadView}. */
public final class Upload {

    private Upload() {}

    /** Which way an upload came. */
    public enum Source {
        WEB, API, GATEWAY, OTLP, PULL;

        /** Whether its bytes were let in one by one before, so that whoever sent them was told that they arrived. */
        boolean isLive() {
            return this == GATEWAY || this == OTLP;
        }
    }

    /** Where an upload stands. */
    public enum Status {
        /** A person looks at what was recognised before it is read. */
        WAITING,
        QUEUED,
        INGESTING,
        INGESTED,
        FAILED,
        CANCELLED,
        /** It goes, with its calls. */
        DELETING;

        public boolean isFinal() {
            return this == INGESTED || this == FAILED || this == CANCELLED;
        }

        /** Whether a worker has it or will have it. */
        public boolean isMoving() {
            return this == QUEUED || this == INGESTING || this == DELETING;
        }
    }
}
