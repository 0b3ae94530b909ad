package dev.downshift.standalone.demo;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What each stage of the story counted and how long it took; printed as it happens and written as JSON at the end. */
final class Report {

    private static final Logger LOG = LoggerFactory.getLogger(Report.class);

    private final List<Entry> entries = new ArrayList<>();
    private final Instant startedAt = Instant.now();
    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    /**
     * One stage.
     *
     * @param figures what it counted or measured, by name; names end with their unit
     * @param failure why it did not hold; null when it did
     */
    record Entry(String stage, boolean held, double seconds, Map<String, Object> figures, @Nullable String failure) {}

    /** What a stage does; it fills in its figures and throws when it does not hold. */
    interface Stage {
        void run(Map<String, Object> figures);
    }

    /** Runs a stage unless an earlier one failed; says whether all have held so far. */
    boolean stage(String name, Stage stage) {
        if (!held()) {
            return false;
        }
        var figures = new LinkedHashMap<String, Object>();
        var begun = System.nanoTime();
        var failure = run(name, stage, figures);
        var entry = new Entry(name, failure == null, (System.nanoTime() - begun) / 1e9, figures, failure);
        entries.add(entry);
        print(entry);
        return entry.held();
    }

    /** A line below the running stage. */
    void note(String line) {
        out.println("           " + line);
    }

    boolean held() {
        return entries.stream().allMatch(Entry::held);
    }

    /** The figures of a stage; none where it did not run. */
    Map<String, Object> figuresOf(String stage) {
        return entries.stream().filter(entry -> entry.stage().equals(stage)).findFirst().map(Entry::figures).orElse(Map.of());
    }

    void write(Path file) {
        JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValue(file.toFile(), Map.of(
                "startedAt", startedAt.toString(),
                "seconds", Duration.between(startedAt, Instant.now()).toMillis() / 1000.0,
                "held", held(),
                "stages", entries));
    }

    private static @Nullable String run(String name, Stage stage, Map<String, Object> figures) {
        try {
            stage.run(figures);
            return null;
        } catch (RuntimeException failure) {
            LOG.error("The stage {} of the story did not hold", name, failure);
            return failure.getMessage() == null ? failure.toString() : failure.getMessage();
        }
    }

    private void print(Entry entry) {
        var figures = entry.figures().entrySet().stream()
                .map(figure -> figure.getKey() + " " + figure.getValue())
                .collect(Collectors.joining(", "));
        out.printf(Locale.ROOT, "  %-6s %-10s %7.1f s  %s%n", entry.held() ? "ok" : "FAILED", entry.stage(), entry.seconds(), figures);
        if (entry.failure() != null) {
            out.println("         " + entry.failure());
        }
    }
}
