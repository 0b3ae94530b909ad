package dev.downshift.engine.traces;

import java.io.Closeable;
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
 * that the source itself cannot be read any further; a damaged or cut-off file is a rejected record at its end. To be
 * closed, though not the source: a file that cannot be read as a stream is kept on disk until then.
 */
public final class TraceRecords implements Closeable {

    private final Contents contents;
    private final ReadLimits limits;
    private final Times times;
    private final @Nullable TraceFormat only;
    private final Deque<TraceRecord> waiting = new ArrayDeque<>();
    private final BatchHalves halves = new BatchHalves();
    private @Nullable FileRecords file;
    private long records;
    private long bytesOfFilesBefore;

    private TraceRecords(InputStream input, ReadLimits limits, Instant receivedAt, @Nullable TraceFormat only) throws IOException {
        this.contents = new Contents(input);
        this.limits = limits;
        this.times = new Times(receivedAt);
        this.only = only;
        this.file = nextFile();
    }

    /**
     * Opens a file.
     *
     * @param input the file's bytes, compressed, in an archive or neither; not closed
     * @param recordLimit the longest record that is read, in bytes
     * @param receivedAt when the file came in: no call of its can be later
     */
    public static TraceRecords open(InputStream input, int recordLimit, Instant receivedAt) throws IOException {
        return open(input, new ReadLimits(recordLimit, ReadLimits.DEFAULT_SPOOLED), receivedAt);
    }

    /** Opens a file, and says too how much of it may be put on disk. */
    public static TraceRecords open(InputStream input, ReadLimits limits, Instant receivedAt) throws IOException {
        return open(input, limits, receivedAt, null);
    }

    /**
     * Opens a file as one of a format.
     *
     * @param only what its records are read as, and those that do not fit are rejected; null to recognise each
     */
    public static TraceRecords open(InputStream input, ReadLimits limits, Instant receivedAt, @Nullable TraceFormat only) throws IOException {
        return new TraceRecords(input, limits, receivedAt, only);
    }

    /** What the file is wrapped in (gzip, zstd, bzip2, tar, ZIP), the outermost first; and how its records are laid out, where one is open. */
    public List<String> container() {
        List<String> container = new ArrayList<>(contents.wrappers());
        if (file != null && file.layout() != null) {
            container.add(file.layout());
        }
        return container;
    }

    /** The next record, or null at the end. */
    public @Nullable TraceRecord next() throws IOException {
        for (FileRecords open = file; open != null && waiting.isEmpty(); open = file) {
            Entries.Entry entry = open.next();
            if (entry == null) {
                bytesOfFilesBefore += open.bytes();
                open.close();
                file = nextFile();
            } else {
                read(entry, open);
            }
        }
        if (waiting.isEmpty()) {
            halves.unjoined().forEach(this::reject);
        }
        return waiting.poll();
    }

    /** How many (decompressed) bytes have been consumed. */
    public long bytes() {
        return bytesOfFilesBefore + (file == null ? 0 : file.bytes());
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
        contents.close();
    }

    private @Nullable FileRecords nextFile() throws IOException {
        Contents.Item next = contents.next();
        if (next == null) {
            contents.close();
            return null;
        }
        return FileRecords.open(next, contents.isArchive(), limits);
    }

    private void read(Entries.Entry entry, FileRecords from) {
        try {
            if (entry.problem() != null) {
                throw entry.problem();
            }
            waiting.addAll(parsed(entry, from));
        } catch (BadRecord bad) {
            reject(new BatchHalves.Unjoined(bad, from.name(), entry.line(), entry.offset()));
        }
    }

    private void reject(BatchHalves.Unjoined bad) {
        waiting.add(new TraceRecord.Rejected(new RejectedRecord(records++, bad.file(), bad.line(), bad.offset(), bad.reason().reason(), bad.reason().remedy())));
    }

    /** Reads every value of the entry before passing on the first: usually there is one. */
    private List<TraceRecord> parsed(Entries.Entry entry, FileRecords from) {
        List<TraceRecord> all = new ArrayList<>(1);
        for (JsonNode value : entry.values()) {
            var place = new RecordReader.Place(records + all.size(), entry.line(), entry.offset());
            RecordReader reader = reader(value, from);
            JsonNode whole = whole(value, reader, from, place);
            if (whole != null) {
                var calls = reader.read(whole, place, times);
                String name = from.name();
                all.add(new TraceRecord.Read(place.record(), reader.format(whole), name == null ? calls : calls.map(call -> call.inFile(name)), reader.conversations(whole)));
            }
        }
        records += all.size();
        return all;
    }

    private RecordReader reader(JsonNode value, FileRecords from) {
        RecordReader reader = only == null ? RecordReaders.find(value) : RecordReaders.find(value, only);
        if (reader == null) {
            BadRecord unrecognised = from.unrecognised();
            throw only != null ? RecordReaders.unfitting(only) : unrecognised == null ? RecordReaders.unrecognised(value) : unrecognised;
        }
        return reader;
    }

    /** The record itself, or joined to its other half; null where it waits for that. */
    private @Nullable JsonNode whole(JsonNode value, RecordReader reader, FileRecords from, RecordReader.Place place) {
        BatchHalves.Side side = reader instanceof BatchLineReader lines ? lines.half(value) : null;
        return side == null ? value : halves.join(value, side, from.name(), place);
    }
}
