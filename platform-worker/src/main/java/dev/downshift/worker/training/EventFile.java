package dev.downshift.worker.training;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Follows the file a trainer's standard output goes to. The file outlives the worker, so that a line's number identifies its
 * event however often the run is taken up again.
 */
final class EventFile {

    private final Path file;
    private final long seen;
    private long position;
    private long line;

    /** @param seen how many lines were read before and are passed over */
    EventFile(Path file, long seen) {
        this.file = file;
        this.seen = seen;
    }

    /** The events of the whole lines that were added since the last call. */
    List<TrainerEvent> read() throws IOException {
        List<TrainerEvent> events = new ArrayList<>();
        if (!Files.exists(file)) {
            return events;
        }
        try (RandomAccessFile input = new RandomAccessFile(file.toFile(), "r")) {
            input.seek(position);
            byte[] added = new byte[(int) Math.min(input.length() - position, 1 << 20)];
            input.readFully(added);
            int begin = 0;
            for (int i = 0; i < added.length; i++) {
                if (added[i] == '\n') {
                    line++;
                    add(events, new String(added, begin, i - begin, StandardCharsets.UTF_8));
                    begin = i + 1;
                }
            }
            position += begin;
        }
        return events;
    }

    private void add(List<TrainerEvent> events, String text) {
        if (line > seen) {
            TrainerEvent event = TrainerEvent.parse(line, text);
            if (event != null) {
                events.add(event);
            }
        }
    }
}
