package dev.downshift.http;

import dev.downshift.core.dataprotection.PrivacyReport;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A privacy report as one CSV file: the first column says which part a row is of, and what a part does not have is empty. */
public final class PrivacyReportCsv {

    private PrivacyReportCsv() {}

    public static void send(HttpServletResponse response, PrivacyReport report) throws IOException {
        try (Csv csv = Csv.to(response, "privacy-report.csv")) {
            csv.row(List.of("part", "id", "name", "from", "until", "type", "rule", "place", "policy_version", "done", "findings", "mean_score", "lowest_score", "who", "details"));
            for (var policy : report.policies()) {
                csv.row(List.of("policy", "", "", text(policy.from()), text(policy.until()), "", "", "", policy.version().version(), "", "", "", "",
                        text(policy.version().createdBy()), policy.version().policy().modes()));
            }
            for (var found : report.found()) {
                csv.row(List.of("finding", "", "", "", "", found.type(), found.rule(), found.place(), found.policyVersion(), text(found.done()), found.findings(),
                        score(found.meanScore()), score(found.lowestScore()), "", ""));
            }
            for (var upload : report.uploads()) {
                byType(csv, "upload", upload.id(), upload.name(), upload.createdAt(), upload.byType(), "calls=" + upload.calls());
            }
            for (var dataset : report.datasets()) {
                byType(csv, "dataset", dataset.id(), dataset.name(), dataset.createdAt(), dataset.byType(), "examples=" + dataset.examples() + " traced=" + dataset.traced());
            }
            for (var access : report.accesses()) {
                csv.row(List.of("access", access.subjectId(), access.action(), access.at(), "", "", "", "", "", "", "", "", "", access.who(), access.details()));
            }
        }
    }

    /** A row for each type that was found, or one that says that nothing was. */
    private static void byType(Csv csv, String part, UUID id, String name, Instant at, Map<String, Long> byType, String details) throws IOException {
        for (var found : byType.isEmpty() ? Map.of("", 0L).entrySet() : byType.entrySet()) {
            csv.row(List.of(part, id, name, at, "", found.getKey(), "", "", "", "", found.getValue(), "", "", "", details));
        }
    }

    private static String score(double score) {
        return String.format(Locale.ROOT, "%.3f", score);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
