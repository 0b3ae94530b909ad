package dev.downshift.edge;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One answer in the making: its pieces as the model writes them, then its end. */
final class Generation {

    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final long submitted = System.nanoTime();
    private volatile boolean cancelled;

    /** What comes out of a model. */
    sealed interface Event {}

    /** The next words. */
    record Piece(String text) implements Event {}

    /** The answer is complete. */
    record End(Outcome outcome) implements Event {}

    /** The model could not answer. */
    record Failure(String message) implements Event {}

    /**
     * How a generation went.
     *
     * @param cutOff whether the answer ended at its maximum length
     * @param queued waiting for the model
     * @param prompt reading the prompt, up to the first token
     * @param generated writing the rest
     */
    record Outcome(int completionTokens, boolean cutOff, Duration queued, Duration prompt, Duration generated) {}

    /** The next event, or null when there was none for that long. */
    @Nullable Event next(Duration wait) throws InterruptedException {
        return events.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Nobody waits for the answer any more. */
    void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    Duration sinceSubmitted() {
        return Duration.ofNanos(System.nanoTime() - submitted);
    }

    void add(Event event) {
        events.add(event);
    }
}
