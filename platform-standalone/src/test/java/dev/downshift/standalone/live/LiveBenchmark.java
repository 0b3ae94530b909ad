package dev.downshift.standalone.live;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Spans of 4 KB by OTLP over HTTP to the whole platform in one process: how many it answers for and stores in a second, how soon, at its
 * limit and at a steady rate, and what is lost when it is killed. Run by {@code benchmarks/live}.
 */
class LiveBenchmark {

    private static final int CONNECTIONS = Integer.getInteger("benchmark.connections", 8);
    private static final int BATCH = Integer.getInteger("benchmark.batch", 32);
    private static final Duration SECONDS = Duration.ofSeconds(Integer.getInteger("benchmark.seconds", 20));
    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("benchmark.warm-up", 60));
    private static final int RATE = Integer.getInteger("benchmark.rate", 2_000);
    private static final Duration STEADY = Duration.ofSeconds(Integer.getInteger("benchmark.steady", 60));
    private static final int WARM_UP_SPANS = 60_000;
    private static final int SINGLE_CALLS = 40;

    @Test
    void measure(@TempDir Path folder) throws Exception {
        try (MeasuredPlatform platform = new MeasuredPlatform(folder)) {
            load(platform, "warm-up", WARM_UP, WARM_UP_SPANS);
            single(platform);
            load(platform, "as fast as answers come", SECONDS, Integer.MAX_VALUE);
            load(platform, RATE + " a second", sender -> sender.sendSteadily(CONNECTIONS, STEADY, RATE));
            kill(platform);
        }
    }

    private interface Sending {
        void send(SpanSender sender) throws InterruptedException;
    }

    private static void load(MeasuredPlatform platform, String name, Duration length, int most) throws InterruptedException {
        load(platform, name, sender -> sender.send(CONNECTIONS, length, most));
    }

    private static void load(MeasuredPlatform platform, String name, Sending sending) throws InterruptedException {
        SpanSender sender = platform.sender(BATCH);
        long before = platform.stored();
        Duration cpu = platform.cpu();
        long begin = System.nanoTime();
        sending.send(sender);
        double sent = (System.nanoTime() - begin) / 1e9;
        long meanwhile = platform.stored() - before;
        Duration quiet = Duration.ofSeconds(2);
        platform.awaitRest(quiet);
        double all = (System.nanoTime() - begin - quiet.toNanos()) / 1e9;
        long stored = platform.stored() - before;
        System.out.printf(Locale.ROOT, "BENCHMARK %s: %d connections, %d spans a request: %.0f spans/s answered, p50 %.1f ms, p99 %.1f ms, %d requests put off;"
                + " %.0f spans/s stored while they came, %.0f until all %d were; %.2f ms of processor time a span%n", name, CONNECTIONS, BATCH, sender.answered().size() / sent, sender.percentile(50),
                sender.percentile(99), sender.refused(), meanwhile / sent, stored / all, stored,
                platform.cpu().minus(cpu).toNanos() / 1e6 / stored);
    }

    private static void single(MeasuredPlatform platform) throws InterruptedException {
        List<Double> visible = new ArrayList<>();
        for (int number = 0; number < SINGLE_CALLS; number++) {
            SpanSender sender = platform.sender(1);
            sender.send(1, Duration.ofSeconds(10), 1);
            String response = sender.answered().getFirst();
            long answered = System.nanoTime();
            while (!platform.isStored(response)) {
                Thread.sleep(5);
            }
            visible.add((System.nanoTime() - answered) / 1e6);
            Thread.sleep(number % 2 == 0 ? 0 : 1_300);
        }
        Collections.sort(visible);
        System.out.printf(Locale.ROOT, "BENCHMARK single call: visible %.0f ms after the answer at the median, %.0f at most of %d%n",
                visible.get(SINGLE_CALLS / 2), visible.getLast(), SINGLE_CALLS);
    }

    private static void kill(MeasuredPlatform platform) throws Exception {
        SpanSender sender = platform.sender(BATCH);
        Thread killing = Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(SECONDS.dividedBy(4));
                platform.kill();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        sender.send(CONNECTIONS, SECONDS, Integer.MAX_VALUE);
        killing.join();
        platform.killAndRestart();
        platform.awaitRest(Duration.ofSeconds(8));
        Set<String> lost = new HashSet<>(sender.answered());
        lost.removeAll(platform.responses());
        System.out.printf(Locale.ROOT, "BENCHMARK killed: %d spans answered before, %d of them lost%n", sender.answered().size(), lost.size());
    }
}
