package dev.downshift.core.intake;

/** The words about a trace file that was sent; what is known of one is an {@link UploadView}. */
public final class Upload {

    private Upload() {}

    /** Which way an upload came. */
    public enum Source {
        WEB, API, GATEWAY, OTLP;

        /** Whether its bytes were let in one by one before, so that whoever sent them was told that they arrived. */
        boolean isLive() {
            return this == GATEWAY || this == OTLP;
        }
    }

    /** Where an upload stands. */
    public enum Status {
        QUEUED, INGESTING, INGESTED, FAILED, CANCELLED;

        public boolean isFinal() {
            return this == INGESTED || this == FAILED || this == CANCELLED;
        }
    }
}
