package dev.downshift.core.imports;

import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.OrganizationId;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The imports that are due. Several may look at once: each due time is taken by one of them. */
@Component
public class DueImports {

    private static final int AT_A_TIME = 100;

    private final JdbcClient jdbc;
    private final ImportRuns runs;

    DueImports(JdbcClient jdbc, ImportRuns runs) {
        this.jdbc = jdbc;
        this.runs = runs;
    }

    private record Due(ImportId id, OrganizationId organization) {}

    /** Asks for every run that is due. */
    public void request() {
        List<Due> due = jdbc.sql("select import_id, organization_id from import_schedule where due_at <= now() order by due_at limit ?").param(AT_A_TIME)
                .query((row, number) -> new Due(new ImportId(row.getObject(1, UUID.class)), new OrganizationId(row.getObject(2, UUID.class)))).list();
        due.forEach(one -> Actor.run(Actor.system(one.organization()), () -> runs.requestIfDue(one.id())));
    }
}
