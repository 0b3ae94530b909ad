package dev.downshift.core.intake;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One reading of an upload, from where the last one stopped. */
public interface IngestRun extends AutoCloseable {

    /** The next records, or null at the end or when the upload was cancelled. */
    @Nullable RecordBatch next() throws IOException;

    /** Redacts and stores records and counts them, in the running transaction. */
    void store(RecordBatch batch);

    @Override
    void close() throws IOException;
}
