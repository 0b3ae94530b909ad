package dev.downshift.api.privacy;

import dev.downshift.core.dataprotection.Period;
import dev.downshift.core.dataprotection.PrivacyReport;
import dev.downshift.core.dataprotection.PrivacyReport.Access;
import dev.downshift.core.dataprotection.PrivacyReport.DatasetFindings;
import dev.downshift.core.dataprotection.PrivacyReport.Found;
import dev.downshift.core.dataprotection.PrivacyReport.PolicyPeriod;
import dev.downshift.core.dataprotection.PrivacyReport.UploadFindings;
import dev.downshift.core.dataprotection.PrivacyReports;
import dev.downshift.engine.privacy.FindingType;
import dev.downshift.engine.privacy.RedactionPolicy;
import dev.downshift.http.PrivacyReportCsv;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.format.annotation.DateTimeFormat.ISO;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The report for a data protection officer. */
@RestController
@RequestMapping("/api/v1/privacy")
@Tag(name = "Privacy")
class PrivacyReportApi {

    private static final String FIRST_DAY = "the first day, in UTC, as 2026-01-31; the beginning where it is left out";
    private static final String LAST_DAY = "the last day, in UTC; today where it is left out";

    private final PrivacyReports reports;

    PrivacyReportApi(PrivacyReports reports) {
        this.reports = reports;
    }

    /** A policy without its own words, which may be somebody's data. */
    record PolicyPeriodView(int version, Map<FindingType, RedactionPolicy.Mode> modes, double threshold, @Nullable String createdBy,
            @Nullable Instant from, @Nullable Instant until) {
        static PolicyPeriodView of(PolicyPeriod period) {
            RedactionPolicy policy = period.version().policy();
            return new PolicyPeriodView(period.version().version(), new TreeMap<>(policy.modes()), policy.threshold(),
                    period.version().createdBy(), period.from(), period.until());
        }
    }

    record UploadReport(UUID id, String name, Instant createdAt, long calls, long findings, Map<String, Long> byType) {
        static UploadReport of(UploadFindings upload) {
            return new UploadReport(upload.id(), upload.name(), upload.createdAt(), upload.calls(), upload.findings(), upload.byType());
        }
    }

    record DatasetReport(UUID id, String name, Instant createdAt, long examples, long traced, long findings, Map<String, Long> byType) {
        static DatasetReport of(DatasetFindings dataset) {
            return new DatasetReport(dataset.id(), dataset.name(), dataset.createdAt(), dataset.examples(), dataset.traced(), dataset.findings(), dataset.byType());
        }
    }

    record ReportView(@Nullable LocalDate from, @Nullable LocalDate until, Instant madeAt, long findings, List<PolicyPeriodView> policies, List<Found> found,
            List<UploadReport> uploads, List<DatasetReport> datasets, List<Access> accesses) {
        static ReportView of(PrivacyReport report) {
            return new ReportView(report.period().from(), report.period().until(), report.madeAt(), report.findings(),
                    report.policies().stream().map(PolicyPeriodView::of).toList(), report.found(), report.uploads().stream().map(UploadReport::of).toList(),
                    report.datasets().stream().map(DatasetReport::of).toList(), report.accesses());
        }
    }

    @GetMapping("/report")
    @Operation(summary = "What was found, what was done with it under which policy, and who took or opened calls",
            description = "By type, rule and place, never by value. Each distinct message counts once, with the upload that brought it first.")
    ReportView report(@Parameter(description = FIRST_DAY) @RequestParam(required = false) @DateTimeFormat(iso = ISO.DATE) @Nullable LocalDate from,
            @Parameter(description = LAST_DAY) @RequestParam(required = false) @DateTimeFormat(iso = ISO.DATE) @Nullable LocalDate until) {
        return ReportView.of(reports.of(new Period(from, until)));
    }

    @GetMapping(path = "/report.csv", produces = "text/csv")
    @Operation(summary = "The same as one CSV file whose first column says which part a row is of")
    void csv(@Parameter(description = FIRST_DAY) @RequestParam(required = false) @DateTimeFormat(iso = ISO.DATE) @Nullable LocalDate from,
            @Parameter(description = LAST_DAY) @RequestParam(required = false) @DateTimeFormat(iso = ISO.DATE) @Nullable LocalDate until, HttpServletResponse response) throws IOException {
        PrivacyReportCsv.send(response, reports.of(new Period(from, until)));
    }
}
