package dev.downshift.worker;

import dev.downshift.core.jobs.JobKind;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * How much a worker does at a time.
 *
 * @param poll how often an idle worker looks for work that nobody announced: whose worker died, or that was put off
 * @param stopWithin how long a stopping worker waits for its jobs to come to a restartable point
 * @param eventsLostAfter when an event that nobody finished with is handed out again, since its process died
 * @param concurrency jobs of each kind at a time; 0 leaves a kind to other workers
 */
@ConfigurationProperties("downshift.worker")
public record WorkerProperties(
        @DefaultValue("2s") Duration poll, @DefaultValue("30s") Duration stopWithin,
        @DefaultValue("2m") Duration eventsLostAfter, @DefaultValue Concurrency concurrency) {

    /** Jobs of each kind at a time. */
    public record Concurrency(
            @DefaultValue("2") int ingest,
            @DefaultValue("1") int discovery,
            @DefaultValue("1") int training,
            @DefaultValue("2") int evaluation,
            @Name("import") @DefaultValue("2") int imports,
            @DefaultValue("1") int erasure) {}

    int concurrency(JobKind kind) {
        return switch (kind) {
            case INGEST -> concurrency.ingest();
            case DISCOVERY -> concurrency.discovery();
            case TRAINING -> concurrency.training();
            case EVALUATION -> concurrency.evaluation();
            case IMPORT -> concurrency.imports();
            case ERASURE -> concurrency.erasure();
        };
    }
}
