package dev.downshift.core.intake;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Files of the current organization that arrive in pieces, over any number of requests, processes and days. What has come is
 * kept encrypted, a part at a time, so that a sender whose connection or server ends goes on within the last part.
 */
public interface ResumableUploads {

    /** How many may be unfinished in an organization at a time. */
    int MOST_UNFINISHED = 1_000;

    /** The largest file that is taken, in bytes. */
    long largest();

    /** How long one is kept that nobody goes on with. */
    Duration unfinishedRetention();

    /**
     * Begins one.
     *
     * @param byteCount null where the sender does not know yet
     * @param metadata kept, and given back word for word
     */
    UnfinishedUpload begin(String fileName, @Nullable Long byteCount, @Nullable String metadata, Upload.Source source, UploadWishes wishes);

    UnfinishedUpload get(UUID id);

    /** Says how large the file is, once. */
    UnfinishedUpload setByteCount(UUID id, long byteCount);

    /**
     * Takes bytes on, until they end, break off or are as many as the file has. What came before a break is kept. Two senders may
     * try at once: whoever keeps a part first goes on, and the other gets a {@link dev.downshift.core.Conflict}.
     *
     * @param offset where they belong: how many were received before
     * @param bytes read once, never held in memory; not closed
     * @throws IOException when the bytes cannot be kept; those of earlier parts are
     */
    UnfinishedUpload append(UUID id, long offset, InputStream bytes) throws IOException;

    /** Forgets what came after an offset at which an {@link #append} began, such as bytes whose checksum is wrong. */
    void takeBack(UUID id, long offset) throws IOException;

    /**
     * Makes it an upload, if every byte has come: nothing is copied or encrypted again. The same bytes as those of an upload that is
     * there are dropped. Asking again gives the same receipt.
     */
    Optional<Receipt> finish(UUID id) throws IOException;

    /** Deletes it with all that came. */
    void terminate(UUID id) throws IOException;
}
