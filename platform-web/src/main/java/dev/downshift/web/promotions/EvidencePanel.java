package dev.downshift.web.promotions;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Frozen evidence as a page shows it. Scores are in points of a hundred. */
record EvidencePanel(
        String verdict,
        String reason,
        String metric,
        boolean weak,
        int examples,
        String margin,
        Difference difference,
        String incumbentNote,
        List<Contender> contenders,
        List<Slice> slices,
        @Nullable BigDecimal savingPerThousand,
        List<Map.Entry<String, String>> hashes) {

    private static final List<String> CONTENDERS = List.of("candidate", "incumbent", "base");

    /** Candidate minus incumbent, with its 95% interval. */
    record Difference(String estimate, String lower, String upper) {
        static Difference of(JsonNode node) {
            return new Difference(signed(node.path("estimate")), signed(node.path("lower")), signed(node.path("upper")));
        }
    }

    /** One model's figures on the same examples. */
    record Contender(String name, String score, @Nullable Long p50, @Nullable Long p95, @Nullable BigDecimal costPerThousand, long failures) {}

    /** One slice of the examples. */
    record Slice(String name, int examples, String candidate, String incumbent, Difference difference, boolean judged, String floor) {}

    static EvidencePanel of(JsonNode evidence) {
        JsonNode evaluation = evidence.path("evaluation");
        JsonNode report = evaluation.path("report");
        List<Contender> contenders = CONTENDERS.stream()
                .filter(name -> report.path("contenders").path(name).has("score"))
                .map(name -> contender(name, report.path("contenders").path(name)))
                .toList();
        return new EvidencePanel(
                evaluation.path("verdict").asString(""),
                report.path("reason").asString(""),
                evaluation.path("metric").asString(""),
                report.path("weakEvidence").asBoolean(false),
                report.path("examples").asInt(0),
                points(report.path("criterion").path("margin")),
                Difference.of(report.path("difference")),
                report.path("incumbentNote").asString(""),
                contenders,
                report.path("slices").valueStream().map(EvidencePanel::slice).toList(),
                saving(report.path("contenders")),
                hashes(evidence));
    }

    private static Contender contender(String name, JsonNode node) {
        return new Contender(name, points(node.path("score")), millis(node, "p50Millis"), millis(node, "p95Millis"), cost(node),
                node.path("failures").asLong(0));
    }

    private static Slice slice(JsonNode node) {
        return new Slice(node.path("name").asString(""), node.path("examples").asInt(0), points(node.path("candidate")),
                points(node.path("incumbent")), Difference.of(node.path("difference")), node.path("judged").asBoolean(false),
                node.path("floor").asString(""));
    }

    private static @Nullable BigDecimal saving(JsonNode contenders) {
        @Nullable BigDecimal candidate = cost(contenders.path("candidate"));
        @Nullable BigDecimal incumbent = cost(contenders.path("incumbent"));
        return candidate == null || incumbent == null ? null : incumbent.subtract(candidate);
    }

    private static List<Map.Entry<String, String>> hashes(JsonNode evidence) {
        return Stream.of(
                        Map.entry("template", evidence.path("task").path("templateHash").asString("")),
                        Map.entry("base", evidence.path("candidate").path("baseHash").asString("")),
                        Map.entry("adapter", evidence.path("candidate").path("adapterHash").asString("")),
                        Map.entry("gguf", evidence.path("candidate").path("ggufHash").asString("")),
                        Map.entry("dataset", evidence.path("dataset").path("contentHash").asString("")),
                        Map.entry("report", evidence.path("evaluation").path("reportHash").asString("")))
                .filter(hash -> !hash.getValue().isEmpty())
                .toList();
    }

    private static @Nullable Long millis(JsonNode contender, String name) {
        long value = contender.path("latency").path(name).asLong(-1);
        return value < 0 ? null : value;
    }

    private static @Nullable BigDecimal cost(JsonNode contender) {
        JsonNode cost = contender.path("costPerThousandCalls");
        return cost.isString() ? new BigDecimal(cost.stringValue()) : null;
    }

    private static String points(JsonNode share) {
        return share.isNumber() ? String.format(Locale.ROOT, "%.1f", share.doubleValue() * 100) : "–";
    }

    private static String signed(JsonNode share) {
        return share.isNumber() ? String.format(Locale.ROOT, "%+.1f", share.doubleValue() * 100) : "–";
    }
}
