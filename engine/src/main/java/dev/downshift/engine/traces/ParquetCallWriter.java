package dev.downshift.engine.traces;

import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.databind.node.ObjectNode;

/** Writes calls as the rows of a Parquet file. */
final class ParquetCallWriter implements CallWriter {

    private final ParquetFile file;

    ParquetCallWriter(OutputStream out) {
        this.file = new ParquetFile(out, CallColumns.ALL);
    }

    @Override
    public void write(LlmCall call, CallNotes notes) throws IOException {
        ObjectNode row = CallColumns.row(call, notes);
        row.set(Remainder.FIELD, Remainder.always(call, CallNotes.NONE, () -> ExportedReader.byConvention(CallColumns.asRead(row), Remainder.NOWHERE, Remainder.ANY_TIME)));
        file.add(row);
    }

    @Override
    public void finish() throws IOException {
        file.finish();
    }
}
