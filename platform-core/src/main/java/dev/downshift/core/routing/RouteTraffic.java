package dev.downshift.core.routing;

import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tenancy.Tenant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Who answered the calls of routed tasks, counted from the calls the gateway logged. */
@Service
@Transactional(readOnly = true)
public class RouteTraffic {

    private final JdbcClient jdbc;

    RouteTraffic(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Calls that went the same way.
     *
     * @param servedBy {@code slm} or {@code incumbent}
     * @param fallback why the small model's answer was not used; null where it was, or was not asked for
     * @param compared how many of them a shadow was compared in
     * @param agreed in how many of those it agreed
     */
    public record Way(
            TaskId task, String servedBy, @Nullable String fallback, long calls, @Nullable Long latencyP50Ms, @Nullable Long latencyP95Ms, long compared, long agreed) {}

    /** All ways, by task. */
    public Map<TaskId, List<Way>> all() {
        return ways("", null).stream().collect(Collectors.groupingBy(Way::task));
    }

    public List<Way> of(TaskId task) {
        return ways("and routed ->> 'task' = ?", task);
    }

    private List<Way> ways(String condition, @Nullable TaskId task) {
        JdbcClient.StatementSpec statement = jdbc.sql("""
                select routed ->> 'task', coalesce(routed ->> 'served_by', 'incumbent'), routed ->> 'fallback', count(*),
                       round(percentile_cont(0.5) within group (order by latency_ms))::bigint, round(percentile_cont(0.95) within group (order by latency_ms))::bigint,
                       count(*) filter (where routed -> 'shadow' ->> 'agrees' is not null), count(*) filter (where routed -> 'shadow' ->> 'agrees' = 'true')
                from llm_call where organization_id = ? and routed is not null and routed ->> 'task' is not null %s
                group by 1, 2, 3 order by 4 desc""".formatted(condition)).param(Tenant.current().value());
        if (task != null) {
            statement = statement.param(task.toString());
        }
        return statement
                .query((row, i) -> new Way(new TaskId(UUID.fromString(row.getString(1))), row.getString(2), row.getString(3), row.getLong(4),
                        row.getObject(5, Long.class), row.getObject(6, Long.class), row.getLong(7), row.getLong(8)))
                .list();
    }
}
