package dev.downshift.core.tasks;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Adds the calls of each task up: numbers, tokens, cost and latency. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class TaskFiguresUpdate {

    private final JdbcClient jdbc;

    TaskFiguresUpdate(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void run() {
        jdbc.sql("""
                update task t set calls = f.calls, failed_calls = f.failed, prompt_tokens = f.prompt_tokens,
                  completion_tokens = f.completion_tokens, cost = f.cost, calls_priced = f.priced, latency_p50_ms = f.p50,
                  latency_p95_ms = f.p95, first_call_at = f.first_at, last_call_at = f.last_at
                from (select a.task_id, count(*) as calls,
                        count(*) filter (where c.error is not null or c.response_id is null) as failed,
                        sum(c.prompt_tokens) as prompt_tokens, sum(c.completion_tokens) as completion_tokens,
                        sum(c.cost) as cost, count(c.cost) as priced,
                        percentile_disc(0.5) within group (order by c.latency_ms) as p50,
                        percentile_disc(0.95) within group (order by c.latency_ms) as p95,
                        min(c.occurred_at) as first_at, max(c.occurred_at) as last_at
                      from assignment a join llm_call c on c.organization_id = a.organization_id and c.id = a.call_id
                      where a.task_id is not null group by a.task_id) f
                where f.task_id = t.id""").update();
        jdbc.sql("""
                update call_site s set calls = t.calls, first_seen_at = t.first_call_at, last_seen_at = t.last_call_at
                from task t where t.call_site_id = s.id and t.status = 'ACTIVE'""").update();
    }
}
