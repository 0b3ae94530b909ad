package dev.downshift.core.tasks;

import dev.downshift.core.intake.CallId;
import dev.downshift.core.intake.CallsReplaced;
import dev.downshift.core.tenancy.Tenant;
import java.util.List;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps the tasks right when calls are replaced by more complete versions, in the transaction that does it: they leave their tasks, and are
 * assigned anew with the others of their upload.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class ReplacedCalls {

    private final JdbcClient jdbc;
    private final TaskWriter tasks;
    private final TaskFiguresUpdate figures;

    ReplacedCalls(JdbcClient jdbc, TaskWriter tasks, TaskFiguresUpdate figures) {
        this.jdbc = jdbc;
        this.tasks = tasks;
        this.figures = figures;
    }

    @EventListener
    public void on(CallsReplaced event) {
        UUID[] calls = event.calls().stream().map(CallId::value).toArray(UUID[]::new);
        if (anyAssigned(calls)) {
            tasks.lock();
            figures.complete(figures.remove(List.of(calls)));
            jdbc.sql("delete from assignment where organization_id = ? and call_id = any(?)").params(Tenant.current().value(), calls).update();
        }
    }

    private boolean anyAssigned(UUID[] calls) {
        return jdbc.sql("select exists (select from assignment where organization_id = ? and call_id = any(?))").params(Tenant.current().value(), calls)
                .query((row, number) -> row.getBoolean(1)).single();
    }
}
