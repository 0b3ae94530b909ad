package dev.downshift.engine.traces;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes calls in the canonical form, one a line. It has no place for notes. */
final class CanonicalWriter implements CallWriter {

    private final OutputStream out;

    CanonicalWriter(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(LlmCall call, CallNotes notes) throws IOException {
        out.write(CanonicalJson.text(call).getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }

    @Override
    public void finish() throws IOException {
        out.flush();
    }
}
