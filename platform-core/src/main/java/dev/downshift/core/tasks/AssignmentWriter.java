package dev.downshift.core.tasks;

import dev.downshift.core.intake.CallId;
import dev.downshift.core.tenancy.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes assignments in sets. */
final class AssignmentWriter {

    private static final int SET = 5_000;

    private final JdbcClient jdbc;
    private final DiscoveryRunId run;
    private final List<UUID> calls = new ArrayList<>();
    private final List<UUID> sites = new ArrayList<>();
    private final List<UUID> tasks = new ArrayList<>();
    private final List<@Nullable UUID> variables = new ArrayList<>();

    AssignmentWriter(JdbcClient jdbc, DiscoveryRunId run) {
        this.jdbc = jdbc;
        this.run = run;
    }

    void add(CallId call, TaskWriter.Place place, @Nullable UUID variable) {
        calls.add(call.value());
        sites.add(place.callSite());
        tasks.add(place.task());
        variables.add(variable);
        if (calls.size() == SET) {
            flush();
        }
    }

    void flush() {
        jdbc.sql("""
                        insert into assignment (organization_id, call_id, call_site_id, task_id, variable_id, discovery_run_id)
                        select :organization, call, site, task, variable, :run
                        from unnest(:calls::uuid[], :sites::uuid[], :tasks::uuid[], :variables::uuid[]) as x (call, site, task, variable)
                        on conflict (organization_id, call_id) do update set call_site_id = excluded.call_site_id,
                          task_id = excluded.task_id, variable_id = excluded.variable_id, discovery_run_id = excluded.discovery_run_id""")
                .param("organization", Tenant.current().value())
                .param("run", run.value())
                .param("calls", calls.toArray(UUID[]::new))
                .param("sites", sites.toArray(UUID[]::new))
                .param("tasks", tasks.toArray(UUID[]::new))
                .param("variables", variables.toArray(UUID[]::new))
                .update();
        calls.clear();
        sites.clear();
        tasks.clear();
        variables.clear();
    }
}
