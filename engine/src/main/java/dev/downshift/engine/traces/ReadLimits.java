package dev.downshift.engine.traces;

/**
 * How much is read of a file.
 *
 * @param recordBytes the longest record that is read
 * @param spooledBytes the largest file that is put on disk for the time of reading, which only Parquet needs
 */
public record ReadLimits(int recordBytes, long spooledBytes) {

    /** The largest Parquet file that is read unless told otherwise, in bytes. */
    public static final long DEFAULT_SPOOLED = 4L << 30;

    public ReadLimits {
        if (recordBytes < 1) {
            throw new IllegalArgumentException("the record limit is at least one byte");
        }
        if (spooledBytes < 0) {
            throw new IllegalArgumentException("the limit of what is put on disk is not negative");
        }
    }
}
