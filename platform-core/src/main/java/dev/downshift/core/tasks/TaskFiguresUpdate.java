package dev.downshift.core.tasks;

import dev.downshift.core.tenancy.Tenant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps the figures of tasks. The number, tokens and cost are sums over all calls of a task, where a sampled call counts as often as it stands for
 * others. The percentiles of latency cannot be added to, so they are computed anew each time, over a bounded number of the newest calls.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class TaskFiguresUpdate {

    private static final int LATENCIES = 10_000;

    private static final String SUMS = """
            select a.task_id, count(*) as kept, sum(c.weight) as calls,
              coalesce(sum(c.weight) filter (where c.error is not null or c.response_id is null), 0) as failed,
              sum(c.prompt_tokens::bigint * c.weight) as prompt_tokens, sum(c.completion_tokens::bigint * c.weight) as completion_tokens,
              sum(c.cost * c.weight) as cost, coalesce(sum(c.weight) filter (where c.cost is not null), 0) as priced, min(c.occurred_at) as first_at, max(c.occurred_at) as last_at
            from assignment a join llm_call c on c.organization_id = a.organization_id and c.ordered_at = a.ordered_at and c.id = a.call_id
            where a.organization_id = ? and a.task_id is not null""";

    private final JdbcClient jdbc;

    TaskFiguresUpdate(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** All calls of all tasks. */
    void addAllUp() {
        complete(jdbc.sql("""
                        update task t set kept_calls = f.kept, calls = f.calls, failed_calls = f.failed, prompt_tokens = f.prompt_tokens,
                          completion_tokens = f.completion_tokens, cost = f.cost, calls_priced = f.priced,
                          first_call_at = f.first_at, last_call_at = f.last_at
                        from (%s group by a.task_id) f where f.task_id = t.id returning t.id""".formatted(SUMS))
                .param(Tenant.current().value())
                .query((row, i) -> row.getObject(1, UUID.class)).list());
    }

    /** Tasks that have lost their last call have nothing to add up. */
    void empty() {
        jdbc.sql("""
                        update task t set kept_calls = 0, calls = 0, failed_calls = 0, prompt_tokens = 0, completion_tokens = 0, cost = null, calls_priced = 0,
                          latency_p50_ms = null, latency_p95_ms = null
                        where t.organization_id = ? and t.status = 'ACTIVE' and t.calls > 0 and not exists (
                          select from assignment a where a.organization_id = t.organization_id and a.task_id = t.id)""").param(Tenant.current().value()).update();
    }

    /** Adds calls that have just been assigned to the sums, and answers whose; {@link #complete} them at the end. */
    List<UUID> add(List<UUID> calls) {
        return change("+", calls);
    }

    /** Takes calls that are about to be replaced or to leave their tasks out of the sums, and answers whose. */
    List<UUID> remove(List<UUID> calls) {
        return change("-", calls);
    }

    private List<UUID> change(String sign, List<UUID> calls) {
        return jdbc.sql("""
                        update task t set kept_calls = t.kept_calls %1$s f.kept, calls = t.calls %1$s f.calls, failed_calls = t.failed_calls %1$s f.failed,
                          prompt_tokens = t.prompt_tokens %1$s f.prompt_tokens, completion_tokens = t.completion_tokens %1$s f.completion_tokens,
                          cost = case when f.cost is null then t.cost else coalesce(t.cost, 0) %1$s f.cost end,
                          calls_priced = t.calls_priced %1$s f.priced,
                          first_call_at = least(t.first_call_at, f.first_at), last_call_at = greatest(t.last_call_at, f.last_at)
                        from (%2$s and a.call_id = any(?) group by a.task_id) f where f.task_id = t.id returning t.id""".formatted(sign, SUMS))
                .params(Tenant.current().value(), calls.toArray(UUID[]::new))
                .query((row, i) -> row.getObject(1, UUID.class)).list();
    }

    /** Brings the latency of these tasks, and their call sites, in line with their sums. */
    void complete(Collection<UUID> tasks) {
        UUID[] ids = tasks.toArray(UUID[]::new);
        jdbc.sql("""
                        update task t set latency_p50_ms = f.p50, latency_p95_ms = f.p95
                        from unnest(?::uuid[]) as x (id) cross join lateral (
                          select percentile_disc(0.5) within group (order by c.latency_ms) as p50,
                            percentile_disc(0.95) within group (order by c.latency_ms) as p95
                          from (select call_id, ordered_at from assignment where organization_id = ? and task_id = x.id
                            order by ordered_at desc, call_id desc limit ?) a
                          join llm_call c on c.organization_id = ? and c.ordered_at = a.ordered_at and c.id = a.call_id) f
                        where t.id = x.id""")
                .params(ids, Tenant.current().value(), LATENCIES, Tenant.current().value()).update();
        jdbc.sql("""
                        update call_site s set calls = t.calls, first_seen_at = t.first_call_at, last_seen_at = t.last_call_at
                        from task t where t.call_site_id = s.id and t.status = 'ACTIVE' and t.id = any(?)""")
                .param(ids).update();
    }
}
