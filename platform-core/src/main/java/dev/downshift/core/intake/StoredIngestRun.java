package dev.downshift.core.intake;

import dev.downshift.core.tenancy.Tenant;
import dev.downshift.engine.traces.TraceRecord;
import dev.downshift.engine.traces.TraceRecords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads batches that are stored in under two seconds, so that progress shows and little is done twice. While one is stored
 * the next is read, unless the one is so long that two might not find room.
 */
final class StoredIngestRun implements IngestRun {

    private static final int MOST_RECORDS = 500;
    private static final long MOST_BYTES = 4 << 20;
    private static final long MOST_BYTES_BESIDE_ANOTHER = 8 << 20;

    private final JdbcClient jdbc;
    private final UploadView upload;
    private final CountingStream bytes;
    private final TraceRecords records;
    private final CallStore calls;
    private final ReadAhead<Read> reading;
    private long rejected;
    private boolean cancelled;
    private volatile boolean closed;

    StoredIngestRun(JdbcClient jdbc, UploadView upload, CountingStream bytes, TraceRecords records, CallStore calls) {
        this.jdbc = jdbc;
        this.upload = upload;
        this.bytes = bytes;
        this.records = records;
        this.calls = calls;
        this.rejected = upload.rejected();
        this.reading = new ReadAhead<>(Tenant.current(), this::read);
    }

    /** @param length how many bytes of the unpacked file its records took */
    private record Read(RecordBatch batch, long length) {}

    @Override
    public @Nullable RecordBatch next() throws IOException {
        if (cancelled) {
            return null;
        }
        Optional<Read> next = reading.next();
        if (next.isPresent() && next.get().length() <= MOST_BYTES_BESIDE_ANOTHER) {
            reading.begin();
        }
        return next.map(Read::batch).orElse(null);
    }

    private Optional<Read> read() throws IOException {
        List<TraceRecord> batch = new ArrayList<>();
        long next = upload.records();
        long onlyCounted = 0;
        long from = records.bytes();
        TraceRecord record = records.next();
        while (record != null && !closed) {
            if (record.record() < upload.records()) {
                from = records.bytes();
            } else if (isKept(record)) {
                batch.add(record);
            } else {
                onlyCounted++;
            }
            next = Math.max(next, record.record() + 1);
            boolean full = batch.size() == MOST_RECORDS || (batch.size() + onlyCounted > 0 && records.bytes() - from >= MOST_BYTES);
            record = full ? null : records.next();
        }
        return batch.size() + onlyCounted == 0
                ? Optional.empty()
                : Optional.of(new Read(new RecordBatch(batch, onlyCounted, next, Math.min(bytes.count(), upload.byteCount())), records.bytes() - from));
    }

    /** A file of nothing but bad records would otherwise fill the database with the same complaint. */
    private boolean isKept(TraceRecord record) {
        return switch (record) {
            case TraceRecord.Read read -> true;
            case TraceRecord.Rejected bad -> rejected++ < Uploads.REJECTED_KEPT;
        };
    }

    @Override
    public void store(RecordBatch batch) {
        CallStore.Counts counts = calls.store(batch.records());
        long unread = batch.onlyCounted() + batch.records().stream().filter(TraceRecord.Rejected.class::isInstance).count();
        cancelled = jdbc.sql("""
                        update upload set records = :next, calls = calls + :calls, represented = represented + :represented, known = known + :known,
                            completed = completed + :completed, sampled_out = sampled_out + :sampledOut, rejected = rejected + :rejected, findings = findings + :findings,
                            bytes_read = :bytes, format = coalesce(format, :format)
                        where id = :id returning cancel_requested""")
                .param("next", batch.next()).param("calls", counts.written().calls()).param("represented", counts.written().represented()).param("known", counts.known())
                .param("completed", counts.written().completed()).param("sampledOut", counts.sampledOut()).param("rejected", unread)
                .param("findings", counts.findings()).param("bytes", batch.bytesRead()).param("format", format(batch))
                .param("id", upload.id().value())
                .query((row, number) -> row.getBoolean(1)).optional().orElse(true);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        try (bytes; records) {
            reading.close();
        }
    }

    private static @Nullable String format(RecordBatch batch) {
        return batch.records().stream().filter(TraceRecord.Read.class::isInstance).map(TraceRecord.Read.class::cast).findFirst()
                .map(read -> read.format().label()).orElse(null);
    }
}
