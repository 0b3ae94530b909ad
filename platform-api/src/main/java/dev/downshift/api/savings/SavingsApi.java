package dev.downshift.api.savings;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.Page;
import dev.downshift.core.savings.LedgerEntry;
import dev.downshift.core.savings.SavingsLedger.Filter;
import dev.downshift.core.savings.SavingsLedger.Totals;
import dev.downshift.core.savings.SavingsLedger;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tasks.Tasks;
import dev.downshift.http.SavingsCsv;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What was saved, and what it was computed from. All amounts are US dollars. */
@RestController
@RequestMapping("/api/v1/savings")
@Tag(name = "Savings")
class SavingsApi {

    private final SavingsLedger ledger;
    private final Tasks tasks;

    SavingsApi(SavingsLedger ledger, Tasks tasks) {
        this.ledger = ledger;
        this.tasks = tasks;
    }

    record TotalsView(BigDecimal net, BigDecimal avoided, BigDecimal serving, BigDecimal shadow, BigDecimal fallback, BigDecimal training, BigDecimal evaluation,
            long answeredCalls, long unpricedCalls, long shadowedCalls, long fallenBackCalls) {
        static TotalsView of(Totals totals) {
            var savings = totals.savings();
            return new TotalsView(savings.net(), savings.avoided(), savings.serving(), savings.shadow(), savings.fallback(), savings.training(), savings.evaluation(),
                    totals.answered(), totals.unpriced(), totals.shadowed(), totals.fellBack());
        }
    }

    record TaskView(UUID task, TotalsView totals) {}

    record DayView(LocalDate day, TotalsView totals) {}

    record SavingsView(TotalsView totals, List<TaskView> tasks, List<DayView> days) {}

    record EntryView(UUID id, UUID task, LedgerEntry.Kind kind, UUID subject, BigDecimal amount, String priceVersion, Instant occurredAt) {
        static EntryView of(LedgerEntry entry) {
            return new EntryView(entry.id(), entry.task().value(), entry.kind(), entry.subject(), entry.amount(), entry.priceVersion(), entry.occurredAt());
        }
    }

    @GetMapping
    @Operation(summary = "Realised savings: in all, by task and by day")
    SavingsView savings(@RequestParam(required = false) @Nullable String task, @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant until) {
        Filter filter = filter(task, null, from, until);
        return new SavingsView(TotalsView.of(ledger.totals(filter)),
                ledger.byTask(filter).stream().map(one -> new TaskView(one.task().value(), TotalsView.of(one.totals()))).toList(),
                ledger.byDay(filter).stream().map(day -> new DayView(day.day(), TotalsView.of(day.totals()))).toList());
    }

    @GetMapping("/entries")
    @Operation(summary = "The ledger, newest first")
    Page<EntryView> entries(@RequestParam(required = false) @Nullable String task, @RequestParam(required = false) LedgerEntry.@Nullable Kind kind,
            @RequestParam(required = false) @Nullable Instant from, @RequestParam(required = false) @Nullable Instant until,
            @RequestParam(required = false) @Nullable String cursor) {
        return ledger.entries(filter(task, kind, from, until), cursor).map(EntryView::of);
    }

    @GetMapping(path = "/entries.csv", produces = "text/csv")
    @Operation(summary = "The ledger as CSV, newest first")
    void csv(@RequestParam(required = false) @Nullable String task, @RequestParam(required = false) LedgerEntry.@Nullable Kind kind,
            @RequestParam(required = false) @Nullable Instant from, @RequestParam(required = false) @Nullable Instant until, HttpServletResponse response)
            throws IOException {
        Filter filter = filter(task, kind, from, until);
        SavingsCsv.send(response, ledger, filter, tasks);
    }

    private static Filter filter(@Nullable String task, LedgerEntry.@Nullable Kind kind, @Nullable Instant from, @Nullable Instant until) {
        if (from != null && until != null && until.isBefore(from)) {
            throw new InvalidInput("until", "The end is before the beginning.", "Send from before until.");
        }
        return new Filter(task == null ? null : TaskId.of(task), kind, from, until);
    }
}
