package dev.downshift.gateway.chat;

import dev.downshift.core.routing.LiveRoute;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.gateway.GatewaySettings;
import dev.downshift.gateway.regression.RegressionWatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Asks small models in the background and compares what they say with the incumbent. No client ever waits for it. */
@Component
class ShadowCalls {

    private static final Logger LOG = LoggerFactory.getLogger(ShadowCalls.class);

    private final SmallModelClient smallModels;
    private final RegressionWatch watch;
    private final Semaphore places;
    private final Counter leftOut;

    ShadowCalls(SmallModelClient smallModels, RegressionWatch watch, GatewaySettings settings, MeterRegistry meters) {
        this.smallModels = smallModels;
        this.watch = watch;
        this.places = new Semaphore(settings.shadowCalls());
        this.leftOut = meters.counter("downshift.gateway.shadow.left-out");
    }

    /** A question under way. */
    interface Shadow {
        Shadow NONE = (record, finished) -> finished.run();

        /** Once both have answered, notes in the record how they compare, and then runs what finishes it. */
        void compare(CallRecord record, Runnable finished);
    }

    Shadow begin(OrganizationId organization, LiveRoute route, JsonNode request) {
        if (!places.tryAcquire()) {
            leftOut.increment();
            return Shadow.NONE;
        }
        CompletableFuture<SmallAnswer> answer = new CompletableFuture<>();
        Thread.ofVirtual().name("shadow").start(() -> {
            try {
                answer.complete(smallModels.ask(route, request));
            } catch (RuntimeException failed) {
                answer.completeExceptionally(failed);
            } finally {
                places.release();
            }
        });
        return (record, finished) -> {
            var _ = answer.whenComplete((small, failed) -> {
                try {
                    if (small != null) {
                        note(organization, route, request, record, small);
                    } else {
                        LOG.warn("A shadow call failed: {}", String.valueOf(failed));
                    }
                } catch (RuntimeException notComparable) {
                    LOG.warn("The answers of a shadow call cannot be compared: {}", notComparable.toString());
                } finally {
                    finished.run();
                }
            });
        };
    }

    private void note(OrganizationId organization, LiveRoute route, JsonNode request, CallRecord record, SmallAnswer small) {
        if (small.doubt().isEmpty() || small.doubt().get().countsAgainstModel()) {
            watch.answered(organization, route, small.doubt().isPresent());
        }
        JsonNode incumbent = record.response();
        Optional<Boolean> agrees = Optional.empty();
        if (incumbent != null && small.completion() != null && small.doubt().isEmpty()) {
            agrees = Agreement.of(route, request, incumbent, small.completion());
            agrees.ifPresent(same -> watch.compared(organization, route, same));
        }
        record.shadow(small, agrees);
    }
}
