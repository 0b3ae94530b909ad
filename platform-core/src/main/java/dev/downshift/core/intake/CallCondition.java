package dev.downshift.core.intake;

import dev.downshift.core.tenancy.Tenant;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A condition on calls, as SQL over {@code llm_call c} and its parameters. It names the organization as a parameter: planning then looks
 * at the partitions of one organization only, where the policy alone would have it look at those of all.
 */
record CallCondition(String sql, List<Object> parameters) {

    private static final String FAILED = "(c.error is not null or c.response_id is null)";

    /** Asked of one call after the other, in the order of the list: as a join it would be planned for all calls of the task first. */
    private static final String OF_TASK = "exists (select from assignment a where a.organization_id = ? and a.call_id = c.id and a.task_id = ? offset 0)";

    /** Null where nothing can match. */
    static @Nullable CallCondition of(CallFilter filter) {
        CallCondition where = new CallCondition("c.organization_id = ?", List.of(Tenant.current().value()));
        if (filter.ids() != null) {
            where = where.and("c.id = any(?)", (Object) filter.ids().stream().map(CallId::value).toArray(UUID[]::new));
        }
        if (filter.upload() != null) {
            where = where.and("c.upload_id = ?", filter.upload().value());
        }
        if (filter.conversation() != null) {
            where = where.and("c.conversation = ?", filter.conversation());
        }
        if (filter.model() != null) {
            where = where.and("c.model = ?", filter.model());
        }
        if (filter.failed() != null) {
            where = where.and((filter.failed() ? "" : "not ") + FAILED);
        }
        if (filter.from() != null) {
            where = where.and("c.ordered_at >= ?", at(filter.from()));
        }
        if (filter.until() != null) {
            where = where.and("c.ordered_at < ?", at(filter.until()));
        }
        if (filter.leastCost() != null) {
            where = where.and("c.cost_nanos >= ?", nanos(filter.leastCost(), RoundingMode.CEILING));
        }
        if (filter.mostCost() != null) {
            where = where.and("c.cost_nanos <= ?", nanos(filter.mostCost(), RoundingMode.FLOOR));
        }
        if (filter.leastLatency() != null) {
            where = where.and("c.latency_ms >= ?", filter.leastLatency().toMillis());
        }
        if (filter.task() != null) {
            where = where.and(OF_TASK, Tenant.current().value(), filter.task());
        }
        if (filter.text() == null) {
            return where;
        }
        String query = SearchWords.query(filter.text());
        return query == null ? null : where.and("c.words @@ ?::tsquery", query);
    }

    /** The calls of a task alone, over {@code assignment a}: there they lie together, where among the calls each would have to be asked for its task. */
    static CallCondition ofAssignments(CallFilter filter) {
        UUID organization = Tenant.current().value();
        return new CallCondition("a.organization_id = ? and a.task_id = ? and exists (select from llm_call c where c.organization_id = ? and c.ordered_at = a.ordered_at"
                + " and c.id = a.call_id offset 0)", List.of(organization, Objects.requireNonNull(filter.task()), organization));
    }

    CallCondition and(String condition, Object... values) {
        List<Object> all = new ArrayList<>(parameters);
        all.addAll(List.of(values));
        return new CallCondition(sql + " and " + condition, List.copyOf(all));
    }

    /** What comes after a place in a list, and in no month after it. */
    CallCondition after(CallCursor cursor) {
        CallSort sort = cursor.sort();
        String key = "?::" + sort.type();
        return and("c." + sort.column() + " <= " + key + " and (c." + sort.column() + ", c.id) < (" + key + ", ?)", cursor.key(), cursor.key(), cursor.id());
    }

    static Object at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    private static long nanos(BigDecimal dollars, RoundingMode rounding) {
        return dollars.movePointRight(9).setScale(0, rounding).min(BigDecimal.valueOf(Long.MAX_VALUE)).max(BigDecimal.valueOf(Long.MIN_VALUE)).longValueExact();
    }
}
