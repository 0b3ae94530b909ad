package dev.downshift.web.savings;

import dev.downshift.core.NotFound;
import dev.downshift.core.prices.Prices;
import dev.downshift.core.savings.LedgerEntry;
import dev.downshift.core.savings.SavingsLedger.DayTotals;
import dev.downshift.core.savings.SavingsLedger.Filter;
import dev.downshift.core.savings.SavingsLedger.Totals;
import dev.downshift.core.savings.SavingsLedger;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tasks.Tasks;
import dev.downshift.http.SavingsCsv;
import dev.downshift.web.shell.Address;
import dev.downshift.web.shell.Chart;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Savings in all, by day and by task; the entries they add up from; and those as CSV. */
@Controller
class SavingsPages {

    private final SavingsLedger ledger;
    private final Prices prices;
    private final Tasks tasks;
    private final MessageSource texts;

    SavingsPages(SavingsLedger ledger, Prices prices, Tasks tasks, MessageSource texts) {
        this.ledger = ledger;
        this.prices = prices;
        this.tasks = tasks;
        this.texts = texts;
    }

    /** One part of the net saving, and the entries it is the sum of. */
    record Part(String kind, BigDecimal amount, boolean earned, boolean estimated, String entries) {}

    /** One task's share. */
    record TaskRow(TaskId task, String name, Totals totals, String entries) {}

    /** An entry with the page of what it was computed from; a null path has no page. */
    record EntryRow(LedgerEntry entry, String task, @Nullable String subject) {}

    @GetMapping("/savings")
    String savings(@RequestParam(required = false) @Nullable String task, Locale locale, Model model) {
        Filter filter = filter(task, null);
        Totals totals = ledger.totals(filter);
        List<DayTotals> days = ledger.byDay(filter);
        Map<TaskId, String> names = new HashMap<>();
        model.addAttribute("totals", totals);
        model.addAttribute("task", filter.task());
        model.addAttribute("taskName", filter.task() == null ? null : name(filter.task(), names));
        model.addAttribute("empty", days.isEmpty());
        model.addAttribute("parts", parts(totals, filter));
        model.addAttribute("rows", ledger.byTask(filter).stream()
                .map(one -> new TaskRow(one.task(), name(one.task(), names), one.totals(), entries(new Filter(one.task(), null, null, null)))).toList());
        model.addAttribute("chart", Chart.bars(text("savings.chart", locale), "USD", text("savings.day", locale),
                days.stream().map(day -> day.day().toString()).toList(), days.stream().map(day -> day.totals().savings().net().doubleValue()).toList()));
        model.addAttribute("machine", prices.current().machine("cpu"));
        model.addAttribute("entries", entries(filter));
        model.addAttribute("csv", Address.of("/savings.csv").with("task", filter.task()).toString());
        return "savings/savings";
    }

    @GetMapping("/savings/entries")
    String entries(@RequestParam(required = false) @Nullable String task, @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String cursor, Model model) {
        Filter filter = filter(task, kind);
        var page = ledger.entries(filter, cursor);
        Map<TaskId, String> names = new HashMap<>();
        model.addAttribute("filter", filter);
        model.addAttribute("kinds", LedgerEntry.Kind.values());
        model.addAttribute("rows", page.items().stream().map(entry -> new EntryRow(entry, name(entry.task(), names), subject(entry))).toList());
        model.addAttribute("csv", Address.of("/savings.csv").with("task", filter.task()).with("kind", kind).toString());
        model.addAttribute("next", page.next() == null ? null
                : Address.of("/savings/entries").with("task", filter.task()).with("kind", kind).with("cursor", page.next()).toString());
        return "savings/entries";
    }

    @GetMapping("/savings.csv")
    void csv(@RequestParam(required = false) @Nullable String task, @RequestParam(required = false) @Nullable String kind, HttpServletResponse response)
            throws IOException {
        SavingsCsv.send(response, ledger, filter(task, kind), tasks);
    }

    private static List<Part> parts(Totals totals, Filter filter) {
        var savings = totals.savings();
        return List.of(
                part(LedgerEntry.Kind.AVOIDED, savings.avoided(), false, filter),
                part(LedgerEntry.Kind.SERVING, savings.serving(), true, filter),
                part(LedgerEntry.Kind.SHADOW, savings.shadow(), true, filter),
                part(LedgerEntry.Kind.FALLBACK, savings.fallback(), true, filter),
                part(LedgerEntry.Kind.TRAINING, savings.training(), false, filter),
                part(LedgerEntry.Kind.EVALUATION, savings.evaluation(), false, filter));
    }

    private static Part part(LedgerEntry.Kind kind, BigDecimal amount, boolean estimated, Filter filter) {
        boolean earned = kind == LedgerEntry.Kind.AVOIDED;
        return new Part(kind.name().toLowerCase(Locale.ROOT), earned ? amount : amount.negate(), earned, estimated,
                entries(new Filter(filter.task(), kind, null, null)));
    }

    private static String entries(Filter filter) {
        return Address.of("/savings/entries").with("task", filter.task()).with("kind", filter.kind() == null ? null : filter.kind().name()).toString();
    }

    private static Filter filter(@Nullable String task, @Nullable String kind) {
        LedgerEntry.Kind known = kind == null || kind.isBlank() ? null
                : Arrays.stream(LedgerEntry.Kind.values()).filter(one -> one.name().equalsIgnoreCase(kind)).findFirst().orElseThrow(() -> new NotFound("kind of entry"));
        return new Filter(task == null || task.isBlank() ? null : TaskId.of(task), known, null, null);
    }

    private static @Nullable String subject(LedgerEntry entry) {
        return switch (entry.kind()) {
            case AVOIDED, SERVING, SHADOW, FALLBACK -> "/calls/" + entry.subject();
            case TRAINING -> "/runs/" + entry.subject();
            case EVALUATION -> "/evaluations/" + entry.subject();
        };
    }

    private String name(TaskId task, Map<TaskId, String> names) {
        return names.computeIfAbsent(task, id -> tasks.get(id).name());
    }

    private String text(String key, Locale locale) {
        return texts.getMessage(key, null, locale);
    }
}
