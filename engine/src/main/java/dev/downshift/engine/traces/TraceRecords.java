package dev.downshift.engine.traces;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The records of a trace file of any supported format, one at a time, in constant memory. An {@link IOException} means
 * that the source itself cannot be read any further; a damaged or cut-off file is a rejected record at its end.
 */
public final class TraceRecords {

    private final Unpacked unpacked;
    private final ByteCursor cursor;
    private final StrictJson json = new StrictJson();
    private final Times times;
    private final Deque<TraceRecord> waiting = new ArrayDeque<>();
    private final @Nullable Frames frames;
    private long records;
    private boolean ended;

    private TraceRecords(Unpacked unpacked, int recordLimit, Instant receivedAt) throws IOException {
        this.unpacked = unpacked;
        this.cursor = new ByteCursor(unpacked);
        this.times = new Times(receivedAt);
        BadRecord unreadable = Encodings.check(cursor);
        if (unreadable != null && unpacked.damage() == null) {
            reject(unreadable, 1, 0);
            frames = null;
            ended = true;
        } else {
            frames = Layout.of(cursor).frames(cursor, recordLimit);
        }
    }

    /**
     * Opens a file.
     *
     * @param input the file's bytes, compressed or not; not closed
     * @param recordLimit the longest record that is read, in bytes
     * @param receivedAt when the file came in: no call of its can be later
     */
    public static TraceRecords open(InputStream input, int recordLimit, Instant receivedAt) throws IOException {
        if (recordLimit < 1) {
            throw new IllegalArgumentException("the record limit is at least one byte");
        }
        return new TraceRecords(Unpacked.of(input), recordLimit, receivedAt);
    }

    /** The next record, or null at the end. */
    public @Nullable TraceRecord next() throws IOException {
        while (waiting.isEmpty() && !ended) {
            Frames.Frame frame = java.util.Objects.requireNonNull(frames).next();
            if (frame == null) {
                end();
            } else {
                read(frame);
            }
        }
        return waiting.poll();
    }

    /** How many (decompressed) bytes have been consumed. */
    public long bytes() {
        return cursor.offset();
    }

    private void end() {
        ended = true;
        BadRecord damage = unpacked.damage();
        if (damage != null) {
            reject(damage, cursor.line(), cursor.offset());
        } else if (records == 0) {
            reject(new BadRecord("The file holds no record", "Upload JSON lines or a JSON array with at least one record."), 1, 0);
        }
    }

    private void read(Frames.Frame frame) {
        try {
            if (frame.problem() != null) {
                throw frame.problem();
            }
            waiting.addAll(parsed(json.parse(frame.buffer().bytes(), frame.buffer().length()), frame));
        } catch (BrokenJson broken) {
            java.util.Objects.requireNonNull(frames).recover();
            boolean cutOff = unpacked.damage() != null && cursor.exhausted();
            if (!cutOff) {
                reject(broken, frame.line(), frame.offset());
            }
        } catch (BadRecord bad) {
            reject(bad, frame.line(), frame.offset());
        }
    }

    /** Reads every value of the frame before passing on the first: usually there is one. */
    private List<TraceRecord> parsed(List<JsonNode> values, Frames.Frame frame) {
        List<TraceRecord> all = new ArrayList<>(1);
        for (JsonNode value : values) {
            long record = records + all.size();
            RecordReader reader = RecordReaders.of(value);
            all.add(new TraceRecord.Read(record, reader.format(), reader.read(value, new RecordReader.Place(record, frame.line(), frame.offset()), times)));
        }
        records += all.size();
        return all;
    }

    private void reject(BadRecord bad, long line, long offset) {
        waiting.add(new TraceRecord.Rejected(new RejectedRecord(records++, line, offset, bad.reason(), bad.remedy())));
    }
}
