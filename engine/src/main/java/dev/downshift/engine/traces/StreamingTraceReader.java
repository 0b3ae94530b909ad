package dev.downshift.engine.traces;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Unpacks, cuts into records, parses each by itself and passes its calls on. */
final class StreamingTraceReader implements TraceReader {

    private final int recordLimit;

    StreamingTraceReader(int recordLimit) {
        if (recordLimit < 1) {
            throw new IllegalArgumentException("the record limit is at least one byte");
        }
        this.recordLimit = recordLimit;
    }

    @Override
    public void read(InputStream input, long firstRecord, Sink sink) throws IOException {
        Unpacked unpacked = Unpacked.of(input);
        new Run(new ByteCursor(unpacked), unpacked, firstRecord, sink).read();
    }

    private final class Run {
        private final ByteCursor cursor;
        private final Unpacked unpacked;
        private final long firstRecord;
        private final Sink sink;
        private final StrictJson json = new StrictJson();
        private long records;
        private boolean detected;

        Run(ByteCursor cursor, Unpacked unpacked, long firstRecord, Sink sink) {
            this.cursor = cursor;
            this.unpacked = unpacked;
            this.firstRecord = firstRecord;
            this.sink = sink;
        }

        void read() throws IOException {
            BadRecord unreadable = Encodings.check(cursor);
            if (unreadable != null && unpacked.damage() == null) {
                reject(unreadable, 1, 0);
                return;
            }
            Frames frames = Layout.of(cursor).frames(cursor, recordLimit);
            for (Frames.Frame frame = frames.next(); frame != null && !sink.cancelled(); frame = frames.next()) {
                read(frame, frames);
            }
            BadRecord damage = unpacked.damage();
            if (sink.cancelled()) {
                return;
            }
            if (damage != null) {
                reject(damage, cursor.line(), cursor.offset());
            } else if (records == 0) {
                reject(new BadRecord("The file holds no record", "Upload JSON lines or a JSON array with at least one record."), 1, 0);
            }
        }

        private void read(Frames.Frame frame, Frames frames) {
            try {
                if (frame.problem() != null) {
                    throw frame.problem();
                }
                List<JsonNode> values = json.parse(frame.buffer().bytes(), frame.buffer().length());
                pass(parsed(values, frame));
            } catch (BrokenJson broken) {
                frames.recover();
                rejectUnlessCutOff(broken, frame);
            } catch (BadRecord bad) {
                reject(bad, frame.line(), frame.offset());
            }
        }

        /** What the end of a damaged gzip file cuts in two is reported once, as damage. */
        private void rejectUnlessCutOff(BadRecord broken, Frames.Frame frame) {
            boolean last = unpacked.damage() != null && cursor.exhausted();
            if (!last) {
                reject(broken, frame.line(), frame.offset());
            }
        }

        /** Reads every value of the frame before passing on the first: usually there is one. */
        private List<RecordParser.Parsed> parsed(List<JsonNode> values, Frames.Frame frame) {
            List<RecordParser.Parsed> all = new ArrayList<>(1);
            for (JsonNode value : values) {
                all.add(RecordParser.parse(value, new RecordParser.Place(records + all.size(), frame.line(), frame.offset())));
            }
            return all;
        }

        private void detect(TraceFormat format) {
            if (!detected) {
                detected = true;
                sink.detected(format);
            }
        }

        private void pass(List<RecordParser.Parsed> parsed) {
            for (RecordParser.Parsed record : parsed) {
                detect(record.format());
                count(sink -> record.calls().forEach(sink::call));
            }
        }

        private void reject(BadRecord bad, long line, long offset) {
            count(sink -> sink.rejected(new RejectedRecord(records, line, offset, bad.reason(), bad.remedy())));
        }

        private void count(Consumer<Sink> report) {
            if (records >= firstRecord) {
                report.accept(sink);
            }
            records++;
            if (records > firstRecord) {
                sink.progress(records, cursor.offset());
            }
        }
    }
}
