package dev.downshift.api.savings;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.Page;
import dev.downshift.core.savings.LedgerEntry;
import dev.downshift.core.savings.SavingsLedger;
import dev.downshift.core.savings.SavingsLedger.Filter;
import dev.downshift.core.savings.SavingsLedger.Totals;
import dev.downshift.core.tasks.TaskId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
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

    SavingsApi(SavingsLedger ledger) {
        this.ledger = ledger;
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
        response.setContentType(new MediaType("text", "csv", StandardCharsets.UTF_8).toString());
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"savings.csv\"");
        try (Stream<LedgerEntry> entries = ledger.stream(filter)) {
            Writer writer = response.getWriter();
            writer.write("occurred_at,task,kind,subject,amount_usd,price_version\r\n");
            for (Iterator<LedgerEntry> all = entries.iterator(); all.hasNext();) {
                LedgerEntry entry = all.next();
                writer.write(String.join(",", entry.occurredAt().toString(), entry.task().toString(), entry.kind().name(), entry.subject().toString(),
                        entry.amount().toPlainString(), entry.priceVersion()) + "\r\n");
            }
        }
    }

    private static Filter filter(@Nullable String task, LedgerEntry.@Nullable Kind kind, @Nullable Instant from, @Nullable Instant until) {
        if (from != null && until != null && until.isBefore(from)) {
            throw new InvalidInput("until", "The end is before the beginning.", "Send from before until.");
        }
        return new Filter(task == null ? null : TaskId.of(task), kind, from, until);
    }
}
