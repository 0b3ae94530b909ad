package dev.downshift.gateway.chat;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a small model answered.
 *
 * @param completion the whole completion; null when there was none
 * @param doubt why it must not be given to the client
 */
record SmallAnswer(@Nullable ObjectNode completion, Optional<Doubt> doubt, Duration latency) {

    static SmallAnswer doubtful(Doubt doubt, Duration latency) {
        return new SmallAnswer(null, Optional.of(doubt), latency);
    }
}
