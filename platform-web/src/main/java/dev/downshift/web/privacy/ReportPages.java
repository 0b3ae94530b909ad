package dev.downshift.web.privacy;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.dataprotection.Period;
import dev.downshift.core.dataprotection.PrivacyReport;
import dev.downshift.core.dataprotection.PrivacyReports;
import dev.downshift.http.PrivacyReportCsv;
import dev.downshift.web.shell.Address;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The report for a data protection officer: to be read, printed, or taken as CSV. */
@Controller
class ReportPages {

    /** A page is for people; whatever does not fit is in the CSV. */
    private static final int SHOWN = 200;

    private static final int FIRST_DAYS = 30;

    private final PrivacyReports reports;
    private final Clock clock;

    ReportPages(PrivacyReports reports, Clock clock) {
        this.reports = reports;
        this.clock = clock;
    }

    /** How many findings of a type. */
    record TypeRow(String type, long findings, double share) {}

    /** Of the last thirty days, unless days are given; empty ones are those of all time. */
    @GetMapping("/privacy")
    String report(@RequestParam(required = false) @Nullable String from, @RequestParam(required = false) @Nullable String until, Model model) {
        Period period = from == null && until == null ? lastDays() : period(from, until);
        PrivacyReport report = reports.of(period);
        model.addAttribute("report", report);
        model.addAttribute("types", types(report));
        model.addAttribute("found", first(report.found(), "found", model));
        model.addAttribute("uploads", first(report.uploads().stream().filter(upload -> upload.findings() > 0).toList(), "uploads", model));
        model.addAttribute("datasets", first(report.datasets(), "datasets", model));
        model.addAttribute("accesses", first(report.accesses(), "accesses", model));
        model.addAttribute("csv", Address.of("/privacy.csv").with("from", period.from()).with("until", period.until()).toString());
        return "privacy/report";
    }

    @GetMapping("/privacy.csv")
    void csv(@RequestParam(required = false) @Nullable String from, @RequestParam(required = false) @Nullable String until, HttpServletResponse response)
            throws IOException {
        PrivacyReportCsv.send(response, reports.of(period(from, until)));
    }

    private static List<TypeRow> types(PrivacyReport report) {
        Map<String, Long> counts = new TreeMap<>();
        report.found().forEach(found -> counts.merge(found.type(), found.findings(), Long::sum));
        return counts.entrySet().stream().map(one -> new TypeRow(one.getKey(), one.getValue(), (double) one.getValue() / report.findings()))
                .sorted(Comparator.comparingLong(TypeRow::findings).reversed()).toList();
    }

    private static <T> List<T> first(List<T> rows, String name, Model model) {
        model.addAttribute(name + "More", Math.max(0, rows.size() - SHOWN));
        return rows.subList(0, Math.min(SHOWN, rows.size()));
    }

    private Period lastDays() {
        return new Period(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(FIRST_DAYS - 1), null);
    }

    private static Period period(@Nullable String from, @Nullable String until) {
        return new Period(day("from", from), day("until", until));
    }

    private static @Nullable LocalDate day(String field, @Nullable String text) {
        try {
            return text == null || text.isBlank() ? null : LocalDate.parse(text.strip());
        } catch (DateTimeException notADay) {
            throw new InvalidInput(field, "This is not a day.", "Write it as 2026-01-31.");
        }
    }
}
