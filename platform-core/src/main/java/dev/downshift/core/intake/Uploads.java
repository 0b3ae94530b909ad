package dev.downshift.core.intake;

import dev.downshift.core.Page;
import dev.downshift.engine.traces.RejectedRecord;
import dev.downshift.engine.traces.TraceFormat;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The trace files of the current organization. */
public interface Uploads {

    /** How many records of an upload that could not be read are kept; the others are counted. */
    int REJECTED_KEPT = 1_000;

    /**
     * Takes a file in: encrypts it to the blob store as it arrives, and asks for its ingest. The same bytes a second time
     * change nothing, unless the first ingest failed or was cancelled: then it goes on where it stopped.
     *
     * @param bytes read once, never held in memory; not closed
     * @throws IOException when the bytes end early; nothing is kept then
     * @throws dev.downshift.core.LimitReached when they are more than the organization takes in a day; nothing is kept then
     */
    Receipt receive(String fileName, Upload.Source source, UploadWishes wishes, InputStream bytes) throws IOException;

    /** The same, to be read at once and as recognised. */
    default Receipt receive(String fileName, Upload.Source source, InputStream bytes) throws IOException {
        return receive(fileName, source, UploadWishes.NONE, bytes);
    }

    /**
     * As {@link #receive(String, Upload.Source, InputStream)}, and does something in the transaction that makes the receipt true: neither is
     * without the other. It is done as well where the same bytes had been uploaded before.
     */
    Receipt receive(String fileName, Upload.Source source, InputStream bytes, Consumer<Receipt> together) throws IOException;

    UploadView get(UploadId id);

    /** Newest first. */
    Page<UploadView> list(@Nullable String cursor);

    /** How many that came this way are not read to their end. */
    int unread(Upload.Source source);

    /** Those that match, newest first. */
    Page<UploadView> list(UploadFilter filter, @Nullable String cursor);

    /**
     * Has an upload read that waits; or has one that was read, as long as its file is kept, read again from its beginning: the calls
     * that it brought go first.
     *
     * @param format what its records are read as; null to recognise each
     */
    void read(UploadId id, @Nullable TraceFormat format);

    /**
     * Deletes an upload with the calls that it brought, their places in tasks, the messages that no other call holds, and its file. A
     * worker does that; one that is reading it stops first. Datasets made from its calls stay.
     */
    void delete(UploadId id);

    /** Stops an ingest; the calls read so far stay. */
    void cancel(UploadId id);

    /** Goes on with an ingest that failed or was cancelled, if the file is still kept. */
    void retry(UploadId id);

    /** The first {@link #REJECTED_KEPT} in the order of the file. */
    Page<RejectedRecord> rejected(UploadId id, @Nullable String cursor);
}
