package dev.downshift.web.evaluations;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A report as the page shows it. */
public record ReportView(JsonNode json, IntervalChart interval, List<ContenderRow> contenders, List<SliceRow> slices, List<FieldRow> fields) {

    /** One contender's figures; a null is unknown. */
    public record ContenderRow(String name, int examples, int failures, @Nullable Double score, @Nullable Long p50Millis, @Nullable Long p95Millis,
            @Nullable BigDecimal costPerThousandCalls) {}

    /** One slice. */
    public record SliceRow(String name, int examples, double candidate, double incumbent, String difference, String lower, String upper,
            boolean judged, String floor) {}

    /** How often a field was met. */
    public record FieldRow(String name, double candidate, double incumbent) {}

    static ReportView of(JsonNode report) {
        double margin = report.path("criterion").path("margin").asDouble(0);
        return new ReportView(report, IntervalChart.of(report.path("difference"), margin),
                Stream.of("candidate", "incumbent", "base").map(name -> contender(name, report.path("contenders").path(name)))
                        .filter(row -> row.examples() > 0).toList(),
                report.path("slices").valueStream().map(ReportView::slice).toList(),
                report.path("fields").propertyStream().map(field -> new FieldRow(field.getKey(), field.getValue().path("candidate").asDouble(0),
                        field.getValue().path("incumbent").asDouble(0))).toList());
    }

    private static ContenderRow contender(String name, JsonNode row) {
        JsonNode latency = row.path("latency");
        JsonNode cost = row.path("costPerThousandCalls");
        return new ContenderRow(name, row.path("examples").asInt(0), row.path("failures").asInt(0),
                row.has("score") ? row.path("score").asDouble(0) : null, millis(latency.path("p50Millis")), millis(latency.path("p95Millis")),
                cost.isString() ? new BigDecimal(cost.stringValue()) : null);
    }

    private static @Nullable Long millis(JsonNode value) {
        long millis = value.asLong(-1);
        return millis < 0 ? null : millis;
    }

    private static SliceRow slice(JsonNode row) {
        JsonNode difference = row.path("difference");
        return new SliceRow(row.path("name").asString(""), row.path("examples").asInt(0), row.path("candidate").asDouble(0),
                row.path("incumbent").asDouble(0), IntervalChart.points(difference.path("estimate").asDouble(0)),
                IntervalChart.points(difference.path("lower").asDouble(0)), IntervalChart.points(difference.path("upper").asDouble(0)),
                row.path("judged").asBoolean(false), row.path("floor").asString("HELD"));
    }
}
