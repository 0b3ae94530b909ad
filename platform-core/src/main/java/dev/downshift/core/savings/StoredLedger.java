package dev.downshift.core.savings;

import dev.downshift.core.Cursor;
import dev.downshift.core.Page;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tenancy.Tenant;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/** The ledger as a table that is only added to. */
@Service
@Transactional(readOnly = true)
class StoredLedger implements SavingsLedger {

    private static final int PAGE = 100;
    private static final String MATCHING = """
             where (cast(:task as uuid) is null or task_id = cast(:task as uuid)) and (cast(:kind as text) is null or kind = :kind)
               and (cast(:from as timestamptz) is null or occurred_at >= :from) and (cast(:until as timestamptz) is null or occurred_at < :until)
            """;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    StoredLedger(JdbcClient jdbc, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    @Override
    public Totals totals(Filter filter) {
        return matching("select " + LedgerSums.COLUMNS + " from savings_entry" + MATCHING, filter)
                .query((row, number) -> LedgerSums.read(row, 1)).single();
    }

    @Override
    public List<TaskTotals> byTask(Filter filter) {
        return matching("select task_id, " + LedgerSums.COLUMNS + " from savings_entry" + MATCHING + " group by task_id order by task_id", filter)
                .query((row, number) -> new TaskTotals(new TaskId(row.getObject(1, UUID.class)), LedgerSums.read(row, 2))).list().stream()
                .sorted(Comparator.comparing((TaskTotals task) -> task.totals().savings().net()).reversed())
                .toList();
    }

    @Override
    public List<DayTotals> byDay(Filter filter) {
        return matching("select (occurred_at at time zone 'UTC')::date, " + LedgerSums.COLUMNS + " from savings_entry" + MATCHING + " group by 1 order by 1", filter)
                .query((row, number) -> new DayTotals(row.getObject(1, LocalDate.class), LedgerSums.read(row, 2))).list();
    }

    @Override
    public Page<LedgerEntry> entries(Filter filter, @Nullable String cursor) {
        Cursor after = Cursor.parse(cursor);
        List<LedgerEntry> rows = matching("select id, task_id, kind, subject_id, amount, price_version, occurred_at from savings_entry" + MATCHING
                        + " and (occurred_at, id) < (:at, :id) order by occurred_at desc, id desc limit " + (PAGE + 1), filter)
                .param("at", after.at().atOffset(ZoneOffset.UTC)).param("id", after.id())
                .query(StoredLedger::entry).list();
        return Page.of(rows, PAGE, entry -> new Cursor(entry.occurredAt(), entry.id()));
    }

    @Override
    public Stream<LedgerEntry> stream(Filter filter) {
        return Stream.iterate(page(filter, null), page -> !page.items().isEmpty(),
                        page -> page.next() == null ? new Page<LedgerEntry>(List.of(), null) : page(filter, page.next()))
                .flatMap(page -> page.items().stream());
    }

    /** A page in a transaction of its own: a stream is consumed after its method has returned. */
    private Page<LedgerEntry> page(Filter filter, @Nullable String cursor) {
        return Objects.requireNonNull(transactions.execute(status -> entries(filter, cursor)));
    }

    @Override
    @Transactional
    public void spent(LedgerEntry.Kind kind, TaskId task, UUID subject, BigDecimal amount, String priceVersion, Instant at) {
        if (amount.signum() < 0) {
            throw new IllegalArgumentException("an amount of " + kind + " is negative");
        }
        jdbc.sql("""
                        insert into savings_entry (organization_id, task_id, kind, subject_id, amount, price_version, occurred_at)
                        select ?, id, ?, ?, ?, ?, ? from task where id = ? on conflict (organization_id, kind, subject_id) do nothing""")
                .params(Tenant.current().value(), kind.name(), subject, amount, priceVersion, at.atOffset(ZoneOffset.UTC), task.value())
                .update();
    }

    private JdbcClient.StatementSpec matching(String sql, Filter filter) {
        return jdbc.sql(sql)
                .param("task", filter.task() == null ? null : filter.task().value())
                .param("kind", filter.kind() == null ? null : filter.kind().name())
                .param("from", filter.from() == null ? null : filter.from().atOffset(ZoneOffset.UTC))
                .param("until", filter.until() == null ? null : filter.until().atOffset(ZoneOffset.UTC));
    }

    private static LedgerEntry entry(ResultSet row, int number) throws SQLException {
        return new LedgerEntry(row.getObject(1, UUID.class), new TaskId(row.getObject(2, UUID.class)), LedgerEntry.Kind.valueOf(row.getString(3)),
                row.getObject(4, UUID.class), row.getBigDecimal(5), row.getString(6), row.getObject(7, OffsetDateTime.class).toInstant());
    }
}
