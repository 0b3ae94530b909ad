package dev.downshift.core.tasks;

import dev.downshift.core.intake.CallId;
import dev.downshift.core.tenancy.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes assignments in sets. A call that is assigned already stays where it is, and one that has been forgotten is left out. */
final class AssignmentWriter {

    private static final int SET = 5_000;

    private final JdbcClient jdbc;
    private final DiscoveryRunId run;
    private final Consumer<List<UUID>> written;
    private final List<UUID> calls = new ArrayList<>();
    private final List<UUID> sites = new ArrayList<>();
    private final List<UUID> tasks = new ArrayList<>();
    private final List<@Nullable UUID> variables = new ArrayList<>();

    /** @param written is told of each set which calls were not assigned before */
    AssignmentWriter(JdbcClient jdbc, DiscoveryRunId run, Consumer<List<UUID>> written) {
        this.jdbc = jdbc;
        this.run = run;
        this.written = written;
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
        if (calls.isEmpty()) {
            return;
        }
        written.accept(jdbc.sql("""
                        insert into assignment (organization_id, call_id, ordered_at, call_site_id, task_id, variable_id, discovery_run_id)
                        select i.organization_id, i.id, i.ordered_at, site, task, variable, :run
                        from unnest(:calls::uuid[], :sites::uuid[], :tasks::uuid[], :variables::uuid[]) as x (call, site, task, variable)
                        join call_identity i on i.organization_id = :organization and i.id = x.call
                        on conflict (organization_id, call_id) do nothing returning call_id""")
                .param("organization", Tenant.current().value())
                .param("run", run.value())
                .param("calls", calls.toArray(UUID[]::new))
                .param("sites", sites.toArray(UUID[]::new))
                .param("tasks", tasks.toArray(UUID[]::new))
                .param("variables", variables.toArray(UUID[]::new))
                .query((row, i) -> row.getObject(1, UUID.class))
                .list());
        calls.clear();
        sites.clear();
        tasks.clear();
        variables.clear();
    }
}
