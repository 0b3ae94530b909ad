package dev.downshift.engine.traces;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/** Passes the records of a file on to a sink. */
final class StreamingTraceReader implements TraceReader {

    private final int recordLimit;
    private final Instant receivedAt;

    StreamingTraceReader(int recordLimit, Instant receivedAt) {
        this.recordLimit = recordLimit;
        this.receivedAt = receivedAt;
    }

    @Override
    public void read(InputStream input, long firstRecord, Sink sink) throws IOException {
        try (TraceRecords records = TraceRecords.open(input, recordLimit, receivedAt)) {
            read(records, firstRecord, sink);
        }
    }

    private static void read(TraceRecords records, long firstRecord, Sink sink) throws IOException {
        boolean detected = false;
        for (TraceRecord record = records.next(); record != null && !sink.cancelled(); record = records.next()) {
            if (!detected && record instanceof TraceRecord.Read read) {
                sink.detected(read.format());
                detected = true;
            }
            if (record.record() >= firstRecord) {
                pass(record, sink);
                sink.progress(record.record() + 1, records.bytes());
            }
        }
    }

    private static void pass(TraceRecord record, Sink sink) {
        switch (record) {
            case TraceRecord.Read read -> read.calls().forEach(sink::call);
            case TraceRecord.Rejected rejected -> sink.rejected(rejected.reason());
        }
    }
}
