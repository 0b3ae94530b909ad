package dev.downshift.core.intake;

import dev.downshift.engine.traces.TraceRecord;
import java.util.List;

/**
 * Some records of an upload, that are stored together.
 *
 * @param records in the order of the file
 * @param onlyCounted how many more were rejected, after as many as are kept
 * @param next the record after the last
 * @param bytesRead how much of the file has been read after these
 */
public record RecordBatch(List<TraceRecord> records, long onlyCounted, long next, long bytesRead) {

    public RecordBatch {
        records = List.copyOf(records);
    }
}
