package dev.downshift.core.savings;

import dev.downshift.core.Page;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.engine.savings.Savings;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the current organization saved: only amounts that calls, training runs and evaluations really caused. */
public interface SavingsLedger {

    /**
     * Which entries; a null does not restrict.
     *
     * @param from at or after
     * @param until before
     */
    record Filter(@Nullable TaskId task, LedgerEntry.@Nullable Kind kind, @Nullable Instant from, @Nullable Instant until) {

        /** Every entry. */
        public static final Filter ALL = new Filter(null, null, null, null);
    }

    /**
     * Savings and what they were computed from.
     *
     * @param answered calls that the small model answered
     * @param unpriced those of them whose incumbent has no price, so that nothing counts as avoided
     * @param shadowed calls whose small model's answer was only compared
     * @param fellBack calls that the incumbent had to answer after the small model had tried
     */
    record Totals(Savings savings, long answered, long unpriced, long shadowed, long fellBack) {}

    /** Totals of one task. */
    record TaskTotals(TaskId task, Totals totals) {}

    /** Totals of one day, in UTC. */
    record DayTotals(LocalDate day, Totals totals) {}

    Totals totals(Filter filter);

    /** By task, the largest net saving first. */
    List<TaskTotals> byTask(Filter filter);

    /** By day, oldest first; days without an entry are left out. */
    List<DayTotals> byDay(Filter filter);

    /** Newest first. */
    Page<LedgerEntry> entries(Filter filter, @Nullable String cursor);

    /** All entries, newest first, read in pages as they are consumed. */
    Stream<LedgerEntry> stream(Filter filter);

    /** Enters what a training run or an evaluation cost. Entering it again changes nothing. */
    void spent(LedgerEntry.Kind kind, TaskId task, UUID subject, BigDecimal amount, String priceVersion, Instant at);
}
