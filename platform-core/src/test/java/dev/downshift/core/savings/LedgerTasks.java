package dev.downshift.core.savings;

import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tenancy.Tenant;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tasks for entries to belong to. */
final class LedgerTasks {

    private LedgerTasks() {}

    static TaskId create(JdbcClient jdbc, String name) {
        UUID organization = Tenant.current().value();
        UUID site = jdbc.sql("""
                        insert into call_site (organization_id, name, template, signature, tool_names, response_shape, calls)
                        values (?, ?, '', '{}', '{}', 'TEXT', 0) returning id""")
                .params(organization, name).query((row, number) -> row.getObject(1, UUID.class)).single();
        return new TaskId(jdbc.sql("""
                        insert into task (organization_id, call_site_id, name, description, status, current_version, output_shape, calls, failed_calls,
                            prompt_tokens, completion_tokens, calls_priced, worthiness, worth_moving, reasons)
                        values (?, ?, ?, '', 'ACTIVE', 1, 'TEXT', 0, 0, 0, 0, 0, 0, false, '[]') returning id""")
                .params(organization, site, name).query((row, number) -> row.getObject(1, UUID.class)).single());
    }
}
