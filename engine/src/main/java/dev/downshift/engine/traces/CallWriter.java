package dev.downshift.engine.traces;

import java.io.IOException;

/**
 * Writes calls one after the other in one format, in constant memory. Equal calls in equal order give equal bytes, and {@link TraceReader}
 * reads the equal calls back, but for their positions.
 */
public interface CallWriter {

    /** Adds a call, with what is known of it beside what it holds. A reader passes the notes over. */
    void write(LlmCall call, CallNotes notes) throws IOException;

    /** Ends the file, whose last bytes are written only now; the stream stays open. After a failure it must not be called. */
    void finish() throws IOException;

    /** Adds a call of which nothing else is known. */
    default void write(LlmCall call) throws IOException {
        write(call, CallNotes.NONE);
    }
}
