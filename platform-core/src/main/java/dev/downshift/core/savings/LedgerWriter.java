package dev.downshift.core.savings;

import dev.downshift.core.tenancy.Tenant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Enters the amounts of calls in sets. */
@Component
class LedgerWriter {

    private static final int AT_ONCE = 1_000;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    LedgerWriter(JdbcClient jdbc, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** An amount and the call it is of. */
    record Line(RoutedCall call, RoutedCall.Amount amount) {}

    void write(Stream<Line> lines) {
        List<Line> set = new ArrayList<>(AT_ONCE);
        for (Iterator<Line> all = lines.iterator(); all.hasNext();) {
            set.add(all.next());
            if (set.size() == AT_ONCE) {
                insert(set);
                set.clear();
            }
        }
        insert(set);
    }

    /** What was entered before stays as it is; a task that is gone has no ledger. */
    private void insert(List<Line> set) {
        if (set.isEmpty()) {
            return;
        }
        transactions.executeWithoutResult(status -> jdbc.sql("""
                        insert into savings_entry (organization_id, task_id, kind, subject_id, amount, price_version, occurred_at)
                        select cast(:organization as uuid), task.id, line.kind, line.subject::uuid, line.amount::numeric, line.version, line.at::timestamptz
                        from unnest(:tasks::text[], :kinds::text[], :subjects::text[], :amounts::text[], :versions::text[], :times::text[])
                             as line (task, kind, subject, amount, version, at)
                        join task on task.id = line.task::uuid
                        on conflict (organization_id, kind, subject_id) do nothing""")
                .param("organization", Tenant.current().value())
                .param("tasks", column(set, line -> line.call().task()))
                .param("kinds", column(set, line -> line.amount().kind()))
                .param("subjects", column(set, line -> line.call().call()))
                .param("amounts", column(set, line -> line.amount().amount().toPlainString()))
                .param("versions", column(set, line -> line.amount().priceVersion()))
                .param("times", column(set, line -> line.call().at()))
                .update());
    }

    private static String[] column(List<Line> set, Function<Line, Object> value) {
        return set.stream().map(line -> value.apply(line).toString()).toArray(String[]::new);
    }
}
