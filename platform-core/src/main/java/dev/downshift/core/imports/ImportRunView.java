package dev.downshift.core.imports;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One time that an import looked for something new.
 *
 * @param importId whose run it is
 * @param pages how often it asked for more: pages of a tool, or listings of a bucket
 * @param files the pages and objects with something in them, each an upload
 * @param knownFiles of these, those whose bytes had been uploaded before
 * @param skippedFiles objects that were left out, since they are too large
 * @param bytes the size of the files
 * @param more whether it ended at its limit, so that the next one goes on
 * @param failure why it failed, for people; what was fetched before stays
 * @param remedy what to do about it
 */
public record ImportRunView(ImportRunId id, ImportId importId, Status status, String requestedByName, Instant requestedAt, @Nullable Instant startedAt,
        @Nullable Instant finishedAt, int pages, int files, int knownFiles, int skippedFiles, long bytes, boolean more,
        @Nullable String failure, @Nullable String remedy) {

    /** Where a run stands. */
    public enum Status {
        QUEUED, RUNNING, SUCCEEDED, FAILED;

        public boolean isFinal() {
            return this == SUCCEEDED || this == FAILED;
        }
    }
}
