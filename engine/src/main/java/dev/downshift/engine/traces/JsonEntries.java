package dev.downshift.engine.traces;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The records of a file of JSON. */
final class JsonEntries implements Entries {

    private final ByteCursor cursor;
    private final Frames frames;
    private final Unpacked file;
    private final StrictJson json = new StrictJson();

    JsonEntries(ByteCursor cursor, Frames frames, Unpacked file) {
        this.cursor = cursor;
        this.frames = frames;
        this.file = file;
    }

    @Override
    public @Nullable Entry next() throws IOException {
        for (Frames.Frame frame = frames.next(); frame != null; frame = frames.next()) {
            Entry entry = read(frame);
            if (entry != null) {
                return entry;
            }
        }
        return null;
    }

    @Override
    public long bytes() {
        return cursor.offset();
    }

    @Override
    public long line() {
        return cursor.line();
    }

    /** Null for what a damaged file ends with. */
    private @Nullable Entry read(Frames.Frame frame) {
        try {
            if (frame.problem() != null) {
                throw frame.problem();
            }
            List<JsonNode> values = json.parse(frame.buffer().bytes(), frame.buffer().length());
            frame.buffer().clear();
            return new Entry(values, null, frame.line(), frame.offset());
        } catch (BrokenJson broken) {
            frames.recover();
            boolean cutOff = file.damage() != null && cursor.exhausted();
            return cutOff ? null : Entry.bad(broken, frame.line(), frame.offset());
        } catch (BadRecord bad) {
            return Entry.bad(bad, frame.line(), frame.offset());
        }
    }
}
