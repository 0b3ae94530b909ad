package dev.downshift.sample;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A scripted, seeded customer-support agent. Everything it says is simulated: the customers, the shop and the LLM. It
 * writes trace files, and as a load generator it asks a real endpoint.
 */
public final class SampleAgent {

    private SampleAgent() {}

    /**
     * What to generate.
     *
     * @param calls how many records
     * @param seed the same seed gives the same file
     * @param until the end of the period that the timestamps span
     * @param weeks the length of that period
     * @param mistakes the share of answers in which the incumbent is wrong
     */
    public record Traffic(long calls, long seed, ZonedDateTime until, int weeks, double mistakes) {
        public Traffic {
            if (calls < 1 || weeks < 1) {
                throw new IllegalArgumentException("at least one call and one week");
            }
        }
    }

    /**
     * Writes log records as JSON lines, compressed when the name ends in {@code .gz}.
     *
     * @param labels where the true call site of each record goes, for tests; the platform never reads it
     */
    public static void generate(Traffic traffic, Path traces, @Nullable Path labels) throws IOException {
        try (OutputStream records = open(traces); OutputStream truth = labels == null ? OutputStream.nullOutputStream() : open(labels)) {
            long[] number = {0};
            new TrafficGenerator(traffic.seed(), traffic.mistakes()).generate(traffic.calls(), traffic.until(), traffic.weeks(), (record, label) -> {
                write(records, record);
                write(truth, label.put("record", number[0]++));
            });
        }
    }

    private static OutputStream open(Path file) throws IOException {
        OutputStream bytes = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        return file.toString().endsWith(".gz") ? new GZIPOutputStream(bytes, 1 << 16) : bytes;
    }

    private static void write(OutputStream output, JsonNode line) {
        try {
            output.write(Json.write(line).getBytes(StandardCharsets.UTF_8));
            output.write('\n');
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
