package dev.downshift.engine.traces;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what a reader reports. */
final class CollectingSink implements TraceReader.Sink {

    static final Instant RECEIVED_AT = Instant.parse("2026-06-01T12:00:00Z");

    final List<LlmCall> calls = new ArrayList<>();
    final List<RejectedRecord> rejected = new ArrayList<>();
    @Nullable TraceFormat format;
    long records;

    static CollectingSink read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    static CollectingSink read(byte[] bytes) {
        return read(TraceReader.standard(RECEIVED_AT), new ByteArrayInputStream(bytes), 0);
    }

    static CollectingSink read(TraceReader reader, InputStream input, long firstRecord) {
        CollectingSink sink = new CollectingSink();
        try {
            reader.read(input, firstRecord, sink);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
        return sink;
    }

    @Override
    public void call(LlmCall call) {
        calls.add(call);
    }

    @Override
    public void rejected(RejectedRecord record) {
        rejected.add(record);
    }

    @Override
    public void detected(TraceFormat detected) {
        format = detected;
    }

    @Override
    public void progress(long done, long bytes) {
        records = done;
    }
}
