package dev.downshift.standalone;

import dev.downshift.sample.SampleAgent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;

/** A trace file of the sample agent, other than the demo's. */
final class SampleFile {

    private static final long SEED = 19;

    private SampleFile() {}

    static Path write(Path file, int calls) throws IOException {
        SampleAgent.generate(new SampleAgent.Traffic(calls, SEED, Instant.now().atZone(ZoneOffset.UTC), 1, 0.03), file, null);
        return file;
    }
}
