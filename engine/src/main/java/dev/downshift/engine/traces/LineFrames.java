package dev.downshift.engine.traces;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** JSON lines: each line that is not blank is a record. */
final class LineFrames implements Frames {

    private final ByteCursor cursor;
    private final RecordBuffer buffer;
    private final int limit;

    LineFrames(ByteCursor cursor, int limit) {
        this.cursor = cursor;
        this.buffer = new RecordBuffer(limit);
        this.limit = limit;
    }

    @Override
    public @Nullable Frame next() throws IOException {
        while (cursor.peek() >= 0) {
            buffer.clear();
            long line = cursor.line();
            long offset = cursor.offset();
            cursor.readLine(buffer);
            if (!buffer.isBlank()) {
                return new Frame(buffer, line, offset, buffer.overflown() ? Frames.tooLong(limit) : null);
            }
        }
        return null;
    }
}
