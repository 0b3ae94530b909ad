package dev.downshift.web.imports;

import dev.downshift.core.imports.ImportRunView;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A run as a row.
 *
 * @param tone of its status: good, bad, running or waiting
 * @param status its key in the message bundle
 * @param took how long it was at work; null before its end
 */
public record RunRow(ImportRunView run, String tone, String status, @Nullable Duration took) {

    static RunRow of(ImportRunView run) {
        String tone = switch (run.status()) {
            case QUEUED -> "waiting";
            case RUNNING -> "running";
            case SUCCEEDED -> "good";
            case FAILED -> "bad";
        };
        return new RunRow(run, tone, run.status().name().toLowerCase(Locale.ROOT),
                run.startedAt() == null || run.finishedAt() == null ? null : Duration.between(run.startedAt(), run.finishedAt()));
    }
}
