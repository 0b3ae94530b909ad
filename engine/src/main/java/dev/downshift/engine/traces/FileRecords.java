package dev.downshift.engine.traces;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The records of one file of an upload, and at its end what is wrong with it as a whole. */
final class FileRecords implements Closeable {

    private final Contents.Item file;
    private final boolean inArchive;
    private final Entries entries;
    private final @Nullable String layout;
    private boolean any;
    private boolean ended;

    private FileRecords(Contents.Item file, boolean inArchive, Opened opened) {
        this.file = file;
        this.inArchive = inArchive;
        this.entries = opened.entries();
        this.layout = opened.layout();
    }

    /** @param layout what people call the way in which the records stand; null where none is read */
    private record Opened(Entries entries, @Nullable String layout) {
        static Opened bad(BadRecord problem) {
            return new Opened(Entries.of(problem), null);
        }
    }

    static FileRecords open(Contents.Item file, boolean inArchive, ReadLimits limits) throws IOException {
        return new FileRecords(file, inArchive, file.problem() == null ? opened(file.bytes(), limits) : Opened.bad(file.problem()));
    }

    private static Opened opened(Unpacked bytes, ReadLimits limits) throws IOException {
        if (ParquetEntries.begins(bytes.peek(4))) {
            return new Opened(ParquetEntries.open(bytes, limits), "Parquet");
        }
        ByteCursor cursor = new ByteCursor(bytes);
        BadRecord unreadable = Encodings.check(cursor);
        if (unreadable != null && bytes.damage() == null) {
            return Opened.bad(unreadable);
        }
        Layout layout = Layout.of(cursor);
        return new Opened(layout.entries(cursor, limits.recordBytes(), bytes), layout.label());
    }

    @Nullable String layout() {
        return layout;
    }

    /** Its name in an archive. */
    @Nullable String name() {
        return file.name();
    }

    long bytes() {
        return entries.bytes();
    }

    Entries.@Nullable Entry next() throws IOException {
        if (ended) {
            return null;
        }
        Entries.Entry next = entries.next();
        ended = next == null;
        BadRecord end = ended ? end() : null;
        any = true;
        return end == null ? next : Entries.Entry.bad(end, entries.line(), entries.bytes());
    }

    /** What to say of a record that no format recognises. */
    @Nullable BadRecord unrecognised() {
        return entries.unrecognised();
    }

    @Override
    public void close() throws IOException {
        entries.close();
        file.bytes().close();
    }

    private @Nullable BadRecord end() {
        BadRecord damage = file.bytes().damage();
        return damage != null || any ? damage
                : new BadRecord(inArchive ? "This file of the archive holds no record" : "The file holds no record", "Upload JSON lines or a JSON array with at least one record.");
    }
}
