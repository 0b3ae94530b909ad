package dev.downshift.core.exports;

import dev.downshift.engine.traces.CallNotes;
import dev.downshift.engine.traces.CallWriter;
import dev.downshift.engine.traces.ExportFormat;
import dev.downshift.engine.traces.LlmCall;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** A file of calls that was asked for and can be written now, in constant memory. */
public final class Export {

    private static final int BUFFER = 1 << 16;

    private final String name;
    private final ExportFormat format;
    private final Supplier<Stream<Exported>> calls;

    Export(String name, ExportFormat format, Supplier<Stream<Exported>> calls) {
        this.name = name;
        this.format = format;
        this.calls = calls;
    }

    /** A call and what is known of it. */
    record Exported(LlmCall call, CallNotes notes) {}

    /** What to call the file, such as {@code calls.jsonl}. */
    public String fileName() {
        return name + "." + format.extension();
    }

    public String mediaType() {
        return format.mediaType();
    }

    /** Whether gzip makes the file no smaller. */
    public boolean isCompressed() {
        return format.isCompressed();
    }

    /**
     * Writes the file. After an exception, what was written is not whole and must not be passed off as the file.
     *
     * @param gzip whether to compress it
     */
    public void writeTo(OutputStream out, boolean gzip) throws IOException {
        if (gzip) {
            GZIPOutputStream compressed = new GZIPOutputStream(out, BUFFER);
            write(compressed);
            compressed.finish();
        } else {
            write(out);
        }
        out.flush();
    }

    private void write(OutputStream out) throws IOException {
        CallWriter writer = format.writer(out);
        try (Stream<Exported> all = calls.get()) {
            for (Exported call : (Iterable<Exported>) all::iterator) {
                writer.write(call.call(), call.notes());
            }
        }
        writer.finish();
    }
}
