package dev.downshift.core.tasks;

import dev.downshift.core.intake.CallsForgotten;
import dev.downshift.core.tenancy.Actor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionOperations;

/** Brings tasks in line with the calls that are left once old ones are gone, and forgets vectors of texts that no call holds any more. */
@Component
class ForgottenCalls {

    private final TaskWriter tasks;
    private final TaskFiguresUpdate figures;
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    ForgottenCalls(TaskWriter tasks, TaskFiguresUpdate figures, JdbcClient jdbc, TransactionOperations transactions) {
        this.tasks = tasks;
        this.figures = figures;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    @Async("background")
    @TransactionalEventListener
    void on(CallsForgotten event) {
        Actor.run(Actor.system(event.organizationId()), () -> transactions.executeWithoutResult(status -> {
            tasks.lock();
            figures.addAllUp();
            figures.empty();
            jdbc.sql("""
                            delete from embedding e where e.organization_id = ? and not exists (
                              select from assignment a where a.organization_id = e.organization_id and a.variable_id = e.variable_id)""")
                    .param(event.organizationId().value()).update();
        }));
    }
}
