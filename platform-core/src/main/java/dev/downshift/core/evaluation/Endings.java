package dev.downshift.core.evaluation;

import dev.downshift.core.tenancy.Tenant;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Ends evaluations. Whatever the end, what the answers stored so far cost was spent, and is told to whoever keeps the books. */
@Component
class Endings {

    private final EvaluationRows rows;
    private final ResultRows results;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Endings(EvaluationRows rows, ResultRows results, ApplicationEventPublisher events, Clock clock) {
        this.rows = rows;
        this.results = results;
        this.events = events;
        this.clock = clock;
    }

    /** Inside a transaction; an evaluation that has ended stays as it ended. */
    void end(EvaluationId id, EvaluationStatus status, @Nullable String failure) {
        EvaluationView evaluation = rows.get(id);
        BigDecimal cost = results.cost(id, Boolean.TRUE.equals(evaluation.incumbentAsked()));
        Instant now = clock.instant();
        if (rows.end(id, status, failure, cost, now)) {
            events.publishEvent(new EvaluationFinished(Tenant.current(), id, evaluation.task(), cost, now));
        }
    }
}
