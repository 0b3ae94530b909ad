package dev.downshift.standalone.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import tools.jackson.databind.JsonNode;

/** Whether a count has begun and nothing was added to it for a while. */
final class Settled implements Predicate<JsonNode> {

    private static final Duration QUIET = Duration.ofSeconds(3);

    private final ToLongFunction<JsonNode> count;
    private long last;
    private Instant since = Instant.now();

    Settled(ToLongFunction<JsonNode> count) {
        this.count = count;
    }

    @Override
    public boolean test(JsonNode state) {
        long now = count.applyAsLong(state);
        if (now != last) {
            last = now;
            since = Instant.now();
        }
        return now > 0 && Duration.between(since, Instant.now()).compareTo(QUIET) >= 0;
    }
}
