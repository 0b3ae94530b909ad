package dev.downshift.standalone.live;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same calls as spans, sent in the same way to Downshift, Phoenix and MLflow, one after the other on this machine, until they are
 * stored. Run by {@code benchmarks/receivers}.
 */
class ReceiversBenchmark {

    private static final int CONNECTIONS = 8;
    private static final int BATCH = Integer.getInteger("benchmark.batch", 32);
    private static final int OURS = Integer.getInteger("benchmark.ours", 40_000);
    private static final int THEIRS = Integer.getInteger("benchmark.theirs", 4_000);
    private static final Duration SENDING = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofSeconds(100);
    private static final Path ENVIRONMENT = Path.of("..", ".downshift", "receivers").toAbsolutePath().normalize();

    private interface Count {
        long get() throws IOException, InterruptedException;
    }

    @Test
    void measure(@TempDir Path folder) throws Exception {
        double ours;
        try (MeasuredPlatform platform = new MeasuredPlatform(folder)) {
            measure("Downshift, warm-up", platform.sender(BATCH), platform::stored, OURS / 2);
            ours = measure("Downshift", platform.sender(BATCH), platform::stored, OURS);
        }
        try (OtherReceiver phoenix = OtherReceiver.phoenix(ENVIRONMENT, folder.resolve("phoenix"), freePort(), freePort())) {
            compare(phoenix, ours);
        }
        try (OtherReceiver mlflow = OtherReceiver.mlflow(ENVIRONMENT, folder.resolve("mlflow"), freePort())) {
            compare(mlflow, ours);
        }
    }

    private static void compare(OtherReceiver other, double ours) throws Exception {
        measure(other.name() + ", warm-up", new SpanSender(other.address(), other.headers(), BATCH), other::stored, THEIRS / 10);
        double theirs = measure(other.name(), new SpanSender(other.address(), other.headers(), BATCH), other::stored, THEIRS);
        System.out.printf(Locale.ROOT, "BENCHMARK Downshift stores %.1f times as many calls a second as %s%n", ours / theirs, other.name());
    }

    /** Calls stored in a second, from the first one sent to the last one stored. */
    private static double measure(String name, SpanSender sender, Count stored, int calls) throws Exception {
        long before = stored.get();
        long begin = System.nanoTime();
        sender.send(CONNECTIONS, SENDING, calls);
        int sent = sender.answered().size();
        long now = stored.get() - before;
        while (now < sent && System.nanoTime() - begin < LONGEST.toNanos()) {
            Thread.sleep(100);
            now = stored.get() - before;
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(Locale.ROOT, "BENCHMARK %s: %d of %d calls stored in %.1f s, %.0f calls/s%n", name, now, sent, seconds, now / seconds);
        return now / seconds;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
