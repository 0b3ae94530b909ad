package dev.downshift.engine.traces;

import dev.hardwood.metadata.CompressionCodec;
import dev.hardwood.metadata.FileMetaData;
import dev.hardwood.reader.ColumnReaders;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.schema.ColumnProjection;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The rows of a Parquet file. A row has no place in the bytes: its 1-based number stands for the line, and the byte is always 0. */
final class ParquetEntries implements Entries {

    private static final Set<CompressionCodec> CODECS =
            Set.of(CompressionCodec.UNCOMPRESSED, CompressionCodec.SNAPPY, CompressionCodec.GZIP, CompressionCodec.ZSTD);
    private static final String AGAIN = "Write and upload it again from its source.";
    private static final long BATCH_BYTES = 4 << 20;
    private static final long MOST_ROWS = 64;

    private final ParquetSpool spool;
    private final Inflation inflation;
    private final int recordLimit;
    private final ParquetFileReader reader;
    private final ColumnReaders columns;
    private final ParquetRows rows;
    private final long rowCount;
    private long row;
    private int batchRow;
    private int batchRows;
    private boolean ended;

    private ParquetEntries(ParquetSpool spool, Inflation inflation, int recordLimit, ParquetFileReader reader) {
        this.spool = spool;
        this.inflation = inflation;
        this.recordLimit = recordLimit;
        this.reader = reader;
        FileMetaData metadata = reader.getFileMetaData();
        this.rowCount = metadata.rowGroups().stream().mapToLong(group -> group.numRows()).sum();
        long bytes = metadata.rowGroups().stream().mapToLong(group -> group.totalByteSize()).sum();
        long fitting = BATCH_BYTES / Math.max(1, bytes / Math.max(1, rowCount));
        this.columns = reader.buildColumnReaders(ColumnProjection.all()).batchSize((int) Math.clamp(fitting, 1, MOST_ROWS)).build();
        this.rows = new ParquetRows(reader.getFileSchema(), columns);
    }

    static boolean begins(byte[] head) {
        return head.length == 4 && head[0] == 'P' && head[1] == 'A' && head[2] == 'R' && head[3] == '1';
    }

    static Entries open(Unpacked bytes, ReadLimits limits) throws IOException {
        ParquetSpool spool = ParquetSpool.of(bytes, limits.spooledBytes());
        if (spool == null) {
            return Entries.of(new BadRecord(String.format(Locale.ROOT, "The Parquet file is larger than %,d bytes", limits.spooledBytes()), "Split it into smaller files."));
        }
        ParquetFileReader reader = null;
        boolean opened = false;
        try {
            reader = ParquetFileReader.open(spool.file());
            BadRecord problem = problem(reader.getFileMetaData(), spool);
            spool.hide();
            if (problem != null) {
                return Entries.of(problem);
            }
            Entries entries = new ParquetEntries(spool, bytes.inflation(), limits.recordBytes(), reader);
            opened = true;
            return entries;
        } catch (IOException | RuntimeException | OutOfMemoryError unreadable) {
            return Entries.of(bytes.damage() != null ? bytes.damage()
                    : new BadRecord("The Parquet file is cut off, damaged or encrypted: its footer cannot be read", AGAIN));
        } finally {
            if (!opened) {
                close(reader, spool);
            }
        }
    }

    @Override
    public @Nullable Entry next() {
        if (ended) {
            return null;
        }
        try {
            if (batchRow == batchRows && !nextBatch()) {
                ended = true;
                return row == rowCount ? null : Entry.bad(damaged(), row + 1, 0);
            }
        } catch (RuntimeException | OutOfMemoryError damaged) {
            ended = true;
            return Entry.bad(damaged(), row + 1, 0);
        }
        row++;
        try {
            long before = rows.bytes();
            ObjectNode object = rows.row(batchRow++);
            long length = rows.bytes() - before;
            inflation.unpacked(length);
            if (inflation.exceeded()) {
                ended = true;
                return Entry.bad(DamagedFile.inflated().reason(), row, 0);
            }
            return length > recordLimit ? Entry.bad(Frames.tooLong(recordLimit), row, 0) : new Entry(List.of(object), null, row, 0);
        } catch (BadRecord bad) {
            return Entry.bad(bad, row, 0);
        }
    }

    @Override
    public long bytes() {
        return rows.bytes();
    }

    @Override
    public long line() {
        return row + 1;
    }

    @Override
    public BadRecord unrecognised() {
        return TableEntries.withoutColumns();
    }

    @Override
    public void close() {
        columns.close();
        close(reader, spool);
    }

    private boolean nextBatch() {
        batchRow = 0;
        batchRows = 0;
        if (!columns.nextBatch()) {
            return false;
        }
        batchRows = columns.getRecordCount();
        rows.nextBatch();
        return batchRows > 0;
    }

    private static BadRecord damaged() {
        return new BadRecord("The Parquet file is damaged here", AGAIN + " The records before this place were kept.");
    }

    private static @Nullable BadRecord problem(FileMetaData metadata, ParquetSpool spool) throws IOException {
        for (var group : metadata.rowGroups()) {
            for (var column : group.columns()) {
                CompressionCodec codec = column.metaData().codec();
                if (!CODECS.contains(codec)) {
                    return new BadRecord("The Parquet file is compressed with " + codec + ", which is not read", "Write it with zstd, snappy or gzip.");
                }
            }
        }
        try (FileChannel file = spool.channel()) {
            return ParquetPages.problem(metadata, file);
        }
    }

    private static void close(@Nullable ParquetFileReader reader, ParquetSpool spool) {
        try (spool; reader) {
            return;
        } catch (IOException notOfInterest) {
            return;
        }
    }
}
