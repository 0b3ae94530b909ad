package dev.downshift.core.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.downshift.core.CoreTest;
import dev.downshift.core.Organizations;
import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.Onboarding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The heap that files need that were made to need much: what is live after a full collection, looked at all the while, with
 * the application around it. Run by {@code benchmarks/heap} with little heap; {@code -Dbenchmark.gigabytes} says how long
 * the longest is, {@code -Dbenchmark.parquet} names one with large row groups.
 */
@CoreTest
@TestPropertySource(properties = "downshift.intake.largest-record=32MB")
class HeapBenchmark {

    private static final int PART = 1_000_000;
    private static final int CALLS_OF_A_PART = 40;
    private static final int TURNS = 5_000;
    private static final int LONGEST_RECORD = 31 << 20;
    private static final long BETWEEN_LOOKS = 2_000;
    private static final int SHARED_DIGITS = 2_000;

    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired Uploads uploads;
    @Autowired Ingest ingest;
    @Autowired TransactionOperations transactions;

    @Test
    void measure() throws IOException {
        int parts = Integer.getInteger("benchmark.gigabytes", 1) * 1_000;
        measure("the application alone", new ByteArrayInputStream(part(0)), PART);
        measure("one record of 31 MiB", new ByteArrayInputStream(record()), LONGEST_RECORD);
        measure("a conversation of 5,000 turns", new ByteArrayInputStream(conversation()), conversation().length);
        String parquet = System.getProperty("benchmark.parquet", "");
        if (!parquet.isEmpty()) {
            try (InputStream file = Files.newInputStream(Path.of(parquet))) {
                measure("Parquet with one row group", file, Files.size(Path.of(parquet)));
            }
        }
        measure("a file of " + parts / 1_000 + " GB", new Frames(parts), (long) parts * PART);
    }

    private void measure(String name, InputStream file, long bytes) {
        Actor.run(Actor.system(new Organizations(onboarding, members).create()), () -> {
            try (Watch watch = new Watch()) {
                long start = System.nanoTime();
                UploadId id = uploads.receive("file", Upload.Source.API, file).id();
                new Ingesting(uploads, ingest, transactions).read(id, Integer.MAX_VALUE);
                ingest.finish(id);
                UploadView upload = uploads.get(id);
                assertThat(uploads.rejected(id, null).items()).as(name).isEmpty();
                System.out.printf(Locale.ROOT, "BENCHMARK %s: %,d calls, %,d rejected, %.1f MB/s, at most %d MB live of %d%n", name, upload.calls(), upload.rejected(),
                        bytes / 1e6 / ((System.nanoTime() - start) / 1e9), watch.most() >> 20, Runtime.getRuntime().maxMemory() >> 20);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
    }

    /** Looks at what is live every two seconds. */
    private static final class Watch implements AutoCloseable {
        private final Thread thread = Thread.ofPlatform().daemon().start(this::look);
        private volatile long most;
        private volatile boolean ended;

        long most() {
            return most;
        }

        private void look() {
            while (!ended) {
                try {
                    Thread.sleep(BETWEEN_LOOKS);
                } catch (InterruptedException last) {
                    ended = true;
                }
                System.gc();
                most = Math.max(most, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
            }
        }

        @Override
        public void close() {
            ended = true;
            thread.interrupt();
        }
    }

    /** Frames of zstd, made as they are read: so long a file fits on no small disk. */
    private static final class Frames extends InputStream {
        private final int parts;
        private int next;
        private InputStream frame = InputStream.nullInputStream();

        Frames(int parts) {
            this.parts = parts;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = frame.read(target, offset, length);
            while (count < 0 && next < parts) {
                frame = new ByteArrayInputStream(Zstd.compress(part(next++), 1));
                count = frame.read(target, offset, length);
            }
            return count;
        }
    }

    /** A part whose calls share their long system prompt, which holds enough digits not to pass for a bomb. */
    private static byte[] part(int number) {
        StringBuilder lines = new StringBuilder(PART + 1_000);
        Random digits = new Random(number);
        String system = "You sort the tickets of a shop. Answer with one of the intents listed here and nothing else. ".repeat((PART / CALLS_OF_A_PART - SHARED_DIGITS) / 95)
                + digits.ints(SHARED_DIGITS, 'a', 'z').collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        for (int call = number * CALLS_OF_A_PART; call < (number + 1) * CALLS_OF_A_PART; call++) {
            lines.append("{\"timestamp\":").append(1_700_000_000 + call).append(",\"request\":{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"system\",\"content\":\"").append(system)
                    .append("\"},{\"role\":\"user\",\"content\":\"Order ").append(call).append(" of customer").append(call)
                    .append("@example.com has not arrived\"}]},\"response\":\"late, number ").append(call).append("\"}\n");
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] record() {
        StringBuilder text = new StringBuilder(LONGEST_RECORD);
        for (int number = 0; text.length() < LONGEST_RECORD - 1_000; number++) {
            text.append("Line ").append(number).append(" of a log: the order of customer").append(number).append("@example.com was late. ");
        }
        return ("{\"prompt\":\"" + text + "\",\"response\":\"ok\"}\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] conversation() {
        StringBuilder text = new StringBuilder("{\"messages\":[");
        for (int turn = 0; turn < TURNS; turn++) {
            text.append(turn == 0 ? "" : ",").append("{\"role\":\"").append(turn % 2 == 0 ? "user" : "assistant").append("\",\"content\":\"This is turn ").append(turn)
                    .append(" of a conversation that does not end. ".repeat(5)).append("\"}");
        }
        return text.append("]}\n").toString().getBytes(StandardCharsets.UTF_8);
    }
}
