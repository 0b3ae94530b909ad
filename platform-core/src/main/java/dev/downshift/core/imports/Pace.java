package dev.downshift.core.imports;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Keeps requests to one host apart, whatever is imported from it. */
@Component
class Pace {

    private final long nanosBetween;
    private final Map<String, Long> free = new HashMap<>();

    Pace(ImportProperties properties) {
        this.nanosBetween = (long) (1e9 / properties.requestsPerSecond());
    }

    /** Waits for the host's next turn. */
    void await(String host) throws InterruptedException {
        Thread.sleep(Duration.ofNanos(turn(host, System.nanoTime())));
    }

    /** How long to wait for a turn that is taken with this. */
    synchronized long turn(String host, long now) {
        free.values().removeIf(until -> until - now < -nanosBetween);
        long at = Math.max(now, free.getOrDefault(host, now));
        free.put(host, at + nanosBetween);
        return at - now;
    }
}
