package dev.downshift.core.intake;

import dev.downshift.core.CoreTest;
import dev.downshift.core.Organizations;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.engine.traces.LlmCall;
import dev.downshift.engine.traces.OpenAiJson;
import dev.downshift.engine.traces.RejectedRecord;
import dev.downshift.engine.traces.TraceReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Bytes a second of an ingest (decrypting, parsing, redacting, storing) beside a plain COPY of the same bytes into one text
 * column of the same database, in turns, and what the calls take in the database. Run by {@code benchmarks/ingest}; {@code -Dbenchmark.files} names trace files,
 * {@code -Dbenchmark.mix} how many megabytes to make of their calls.
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

    private OrganizationId organization = new OrganizationId(new java.util.UUID(0, 0));

    @Test
    void measure() throws IOException {
        List<Path> files = Stream.of(System.getProperty("benchmark.files", "").split(",", -1)).filter(name -> !name.isBlank()).map(Path::of).toList();
        int mix = Integer.getInteger("benchmark.mix", 0);
        if (files.isEmpty()) {
            measure("generated", generated());
        } else if (mix > 0) {
            measure("mix", mixed(files, mix * 1_000_000));
        } else {
            for (Path file : files) {
                measure(file.getFileName().toString(), unpacked(file));
            }
        }
    }

    private void measure(String name, byte[] bytes) {
        for (int round = 1; round <= ROUNDS; round++) {
            double copied = megabytesPerSecond(bytes, () -> copy(bytes));
            double ingested = megabytesPerSecond(bytes, () -> ingest(bytes));
            System.out.printf(Locale.ROOT, "BENCHMARK %s: %.1f MB, round %d: ingest %.1f MB/s, COPY %.1f MB/s, ratio %.3f%n",
                    name, bytes.length / 1e6, round, ingested, copied, ingested / copied);
        }
        size(name, bytes);
    }

    /** What the last organization's tables of calls and messages take with their indexes, beside the bytes that were read. */
    private void size(String name, byte[] bytes) {
        Actor.run(Actor.system(organization), () -> transactions.executeWithoutResult(status -> {
            List<String> parts = jdbc.query("""
                            select regexp_replace(c.relname, '_[0-9a-f]{32}.*', '') as part, sum(pg_relation_size(c.oid)) as heap,
                                sum(pg_indexes_size(c.oid)) as indexes, sum(pg_total_relation_size(c.oid) - pg_relation_size(c.oid) - pg_indexes_size(c.oid)) as toast
                            from pg_class c where c.relkind = 'r' and c.relname like '%' || ? || '%' group by 1 order by 1""",
                    (row, number) -> "%s %.3f (rows %.3f, indexes %.3f, long values %.3f)".formatted(row.getString(1),
                            (row.getLong(2) + row.getLong(3) + row.getLong(4)) / (double) bytes.length, row.getLong(2) / (double) bytes.length,
                            row.getLong(3) / (double) bytes.length, row.getLong(4) / (double) bytes.length),
                    organization.toString().replace("-", ""));
            long all = Objects.requireNonNull(jdbc.queryForObject("select sum(pg_total_relation_size(oid)) from pg_class where relkind = 'r' and relname like '%' || ? || '%'",
                    Long.class, organization.toString().replace("-", "")));
            System.out.printf(Locale.ROOT, "BENCHMARK %s: stored size %.3f of the file: %s%n", name, all / (double) bytes.length, String.join("; ", parts));
        }));
    }

    private void ingest(byte[] bytes) {
        organization = new Organizations(onboarding, members).create();
        Actor.run(Actor.system(organization), () -> {
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

    /** The calls of these files as a proxy logs them, each with its whole history, again and again with other numbers in their texts. */
    private static byte[] mixed(List<Path> files, int size) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(size + (1 << 20));
        Random random = new Random(20_260_101);
        while (out.size() < size) {
            String digits = shuffledDigits(random);
            for (Path file : files) {
                TraceReader.standard(Instant.now()).read(new ByteArrayInputStream(unpacked(file)), 0, new TraceReader.Sink() {
                    @Override
                    public void call(LlmCall call) {
                        if (out.size() < size) {
                            out.writeBytes(renumbered(line(call), digits).getBytes(StandardCharsets.UTF_8));
                        }
                    }

                    @Override
                    public void rejected(RejectedRecord record) {
                        throw new IllegalStateException(record.reason());
                    }
                });
            }
        }
        return out.toByteArray();
    }

    private static String line(LlmCall call) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        ObjectNode request = line.putObject("request").put("model", call.model() == null ? "gpt-4o" : call.model());
        request.set("messages", OpenAiJson.messages(call.messages()));
        if (call.response() == null) {
            line.put("error", "unanswered");
        } else {
            line.putObject("response").putArray("choices").addObject().set("message", OpenAiJson.message(call.response()));
        }
        return line + "\n";
    }

    private static String shuffledDigits(Random random) {
        List<Integer> digits = new ArrayList<>(IntStream.range(1, 10).boxed().toList());
        Collections.shuffle(digits, random);
        return "0" + digits.stream().map(String::valueOf).collect(Collectors.joining());
    }

    private static String renumbered(String text, String digits) {
        StringBuilder changed = new StringBuilder(text);
        for (int index = 0; index < changed.length(); index++) {
            char letter = changed.charAt(index);
            if (letter >= '0' && letter <= '9' && !(index > 0 && changed.charAt(index - 1) == 'u')) {
                changed.setCharAt(index, digits.charAt(letter - '0'));
            }
        }
        return changed.toString();
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
