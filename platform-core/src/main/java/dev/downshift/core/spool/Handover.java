package dev.downshift.core.spool;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * When an organization's records are handed to intake: the first after a rest soon, more of them together.
 *
 * @param linger how long the first records wait for others, where none were handed over within {@code rotation}
 * @param rotation how far apart two hand-overs of an organization are at least, unless {@code fileSize} is reached
 * @param fileSize at which size records are handed over whenever that is
 */
public record Handover(Duration linger, Duration rotation, DataSize fileSize) {

    Instant due(Instant begun, @Nullable Instant last) {
        Instant soonest = begun.plus(linger);
        Instant apart = last == null ? soonest : last.plus(rotation);
        return apart.isAfter(soonest) ? apart : soonest;
    }
}
