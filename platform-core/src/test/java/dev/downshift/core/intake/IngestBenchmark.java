package dev.downshift.core.intake;

import dev.downshift.core.CoreTest;
import dev.downshift.core.Organizations;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Bytes a second of an ingest (decrypting, parsing, redacting, storing) beside a plain COPY of the same bytes into one text
 * column of the same database, in turns. Run by {@code benchmarks/ingest}; {@code -Dbenchmark.files} names trace files.
 */
@CoreTest
class IngestBenchmark {

    private static final int ROUNDS = 3;

    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired Uploads uploads;
    @Autowired Ingest ingest;
    @Autowired JdbcTemplate jdbc;
    @Autowired TransactionOperations transactions;

    @Test
    void measure() throws IOException {
        for (String name : System.getProperty("benchmark.files", "").split(",", -1)) {
            byte[] bytes = name.isBlank() ? generated() : unpacked(Path.of(name));
            for (int round = 1; round <= ROUNDS; round++) {
                double copied = megabytesPerSecond(bytes, () -> copy(bytes));
                double ingested = megabytesPerSecond(bytes, () -> ingest(bytes));
                System.out.printf(Locale.ROOT, "BENCHMARK %s: %.1f MB, round %d: ingest %.1f MB/s, COPY %.1f MB/s, ratio %.3f%n",
                        name.isBlank() ? "generated" : Path.of(name).getFileName(), bytes.length / 1e6, round, ingested, copied, ingested / copied);
            }
        }
    }

    private void ingest(byte[] bytes) {
        Actor.run(Actor.system(new Organizations(onboarding, members).create()), () -> {
            try {
                new Ingesting(uploads, ingest, transactions).uploadAndRead("benchmark.jsonl", bytes);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
    }

    private void copy(byte[] bytes) {
        transactions.executeWithoutResult(status -> jdbc.execute((org.springframework.jdbc.core.ConnectionCallback<Long>) connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("create temporary table copied (line text) on commit drop");
                return Objects.requireNonNull(connection.unwrap(PGConnection.class)).getCopyAPI().copyIn(
                        "copy copied from stdin with (format csv, quote e'\\x01', delimiter e'\\x02')", new ByteArrayInputStream(bytes));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }));
    }

    private static double megabytesPerSecond(byte[] bytes, Runnable work) {
        long start = System.nanoTime();
        work.run();
        return bytes.length / 1e6 / ((System.nanoTime() - start) / 1e9);
    }

    private static byte[] unpacked(Path file) throws IOException {
        try (InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(Files.newInputStream(file)) : Files.newInputStream(file)) {
            return in.readAllBytes();
        }
    }

    /** Agents' logs: a long system prompt that repeats, and questions and answers that do not. */
    private static byte[] generated() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String system = "You sort the tickets of a shop. Answer with one of the intents listed here and nothing else. ".repeat(20);
        for (int index = 0; out.size() < 20_000_000; index++) {
            out.writeBytes(("{\"timestamp\":%d,\"session_id\":\"run-%d\",\"request\":{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"system\",\"content\":\"%s\"},"
                    + "{\"role\":\"user\",\"content\":\"Order %d has not arrived. It was promised for the %dth. Write to customer%d@example.com or call me.\"}]},"
                    + "\"response\":{\"id\":\"chatcmpl-%d\",\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"{\\\"intent\\\": \\\"late_%d\\\"}\"},"
                    + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":420,\"completion_tokens\":9}},\"latency_ms\":%d}\n")
                    .formatted(1_700_000_000 + index, index / 5, system, index, index % 28, index, index, index % 25, 500 + index % 700)
                    .getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }
}
