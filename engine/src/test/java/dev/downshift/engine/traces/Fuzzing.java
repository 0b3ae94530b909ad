package dev.downshift.engine.traces;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Reads mutated files, seed by seed on every core, and keeps what broke a rule. Run for as long as one likes by {@code benchmarks/fuzz}. */
final class Fuzzing {

    private static final Duration LONGEST_READING = Duration.ofSeconds(30);
    private static final int MOST_FAILURES = 40;

    private final MutatedInputs inputs = new MutatedInputs();
    private final ReadingRules rules = new ReadingRules(inputs.records());
    private final Map<String, Failure> failures = new LinkedHashMap<>();
    private final AtomicLong next;
    private final long end;
    private final Instant until;
    private final AtomicLong done = new AtomicLong();

    private Fuzzing(long first, long count, Duration atMost) {
        next = new AtomicLong(first);
        end = first + count;
        until = Instant.now().plus(atMost);
    }

    /** An input that broke a rule, and which. */
    record Failure(MutatedInputs.Input input, String what) {
        @Override
        public String toString() {
            return input + "\n    " + what.lines().limit(12).collect(Collectors.joining("\n    "));
        }
    }

    /** Reads the inputs of some seeds; answers the first failure of each kind. */
    static List<Failure> run(long first, long count, Duration atMost) throws InterruptedException {
        return new Fuzzing(first, count, atMost).run();
    }

    /** Arguments: the minutes, and the first seed. Writes what failed to the folder {@code target/fuzz}. */
    public static void main(String... arguments) throws InterruptedException, IOException {
        Duration length = Duration.ofSeconds(Math.round(60 * Double.parseDouble(arguments[0])));
        long first = arguments.length > 1 ? Long.parseLong(arguments[1]) : Instant.now().toEpochMilli();
        Fuzzing fuzzing = new Fuzzing(first, Long.MAX_VALUE - first, length);
        List<Failure> failures = fuzzing.run();
        Path folder = Files.createDirectories(Path.of("target", "fuzz"));
        for (Failure failure : failures) {
            Path file = Files.write(folder.resolve("seed-" + failure.input.seed()), failure.input.bytes());
            System.out.println(failure + "\n    kept as " + file);
        }
        System.out.printf(Locale.ROOT, "FUZZ %,d inputs from seed %d on in %d s, %d kinds of failure%n", fuzzing.done.get(), first, length.toSeconds(), failures.size());
        System.exit(failures.isEmpty() ? 0 : 1);
    }

    private List<Failure> run() throws InterruptedException {
        List<Reading> readings = new ArrayList<>();
        for (int core = 0; core < Runtime.getRuntime().availableProcessors(); core++) {
            Reading reading = new Reading();
            reading.start();
            readings.add(reading);
        }
        while (readings.stream().anyMatch(Thread::isAlive)) {
            for (Reading reading : readings) {
                reading.join(Duration.ofMillis(20));
                reading.checkTime();
            }
            readings.removeIf(reading -> reading.late);
        }
        synchronized (failures) {
            return List.copyOf(failures.values());
        }
    }

    private void failed(String kind, Failure failure) {
        synchronized (failures) {
            if (failures.size() < MOST_FAILURES) {
                failures.putIfAbsent(kind, failure);
            }
        }
    }

    /** A thread that reads one input after the other; a daemon, for one that never ends must not keep the rest. */
    private final class Reading extends Thread {
        private volatile MutatedInputs.Input current = new MutatedInputs.Input(0, "none", new byte[0], null, List.of());
        private volatile Instant since = Instant.MAX;
        private boolean late;

        Reading() {
            super("fuzzing");
            setDaemon(true);
        }

        @Override
        public void run() {
            for (long seed = next.getAndIncrement(); seed < end && Instant.now().isBefore(until); seed = next.getAndIncrement()) {
                current = new MutatedInputs.Input(seed, "while it was made", new byte[0], null, List.of());
                since = Instant.now();
                try {
                    current = inputs.of(seed);
                    rules.check(current);
                } catch (Throwable broken) {
                    failed(kind(broken), new Failure(current, broken + trace(broken.getStackTrace())));
                }
                since = Instant.MAX;
                done.incrementAndGet();
            }
        }

        void checkTime() {
            if (Instant.now().isAfter(since.equals(Instant.MAX) ? Instant.MAX : since.plus(LONGEST_READING))) {
                late = true;
                failed("late", new Failure(current, "was not read within " + LONGEST_READING + trace(getStackTrace())));
            }
        }

        private static String kind(Throwable broken) {
            return broken.getClass() + trace(Arrays.stream(broken.getStackTrace()).filter(frame -> frame.getClassName().startsWith("dev.downshift")).limit(2).toArray(StackTraceElement[]::new));
        }

        private static String trace(StackTraceElement... frames) {
            return Arrays.stream(frames).limit(10).map(frame -> "\n  at " + frame).collect(Collectors.joining());
        }
    }
}
