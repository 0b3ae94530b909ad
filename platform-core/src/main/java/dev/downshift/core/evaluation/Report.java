package dev.downshift.core.evaluation;

import dev.downshift.core.datasets.DatasetView;
import dev.downshift.core.training.CandidateView;
import dev.downshift.engine.evaluation.Comparison;
import dev.downshift.engine.evaluation.Criterion;
import dev.downshift.engine.evaluation.Interval;
import dev.downshift.engine.evaluation.Latencies;
import dev.downshift.engine.evaluation.Metric;
import dev.downshift.engine.evaluation.Outcome;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes down what an evaluation measured, with the hashes of what it measured it on. */
record Report(EvaluationView evaluation, DatasetView dataset, CandidateView candidate, List<ExampleResult> results) {

    private boolean incumbentAsked() {
        return Boolean.TRUE.equals(evaluation.incumbentAsked());
    }

    /** Without the incumbent's answer an example says nothing about the difference. */
    List<ExampleResult> paired() {
        return results.stream().filter(result -> answer(result, Contender.INCUMBENT) != null
                && Objects.requireNonNull(answer(result, Contender.INCUMBENT)).failure() == null).toList();
    }

    Comparison comparison(Criterion criterion) {
        List<Outcome> outcomes = paired().stream().map(result -> new Outcome(result.slices(),
                Objects.requireNonNull(answer(result, Contender.CANDIDATE)).score(),
                Objects.requireNonNull(answer(result, Contender.INCUMBENT)).score())).toList();
        return Comparison.of(dataset.shape(), outcomes, criterion);
    }

    ObjectNode json(Criterion criterion, Comparison comparison) {
        Metric metric = Metric.of(dataset.shape());
        ObjectNode report = JsonNodeFactory.instance.objectNode().put("format", 1).put("verdict", comparison.verdict().name())
                .put("reason", comparison.reason()).put("metric", metric.name()).put("weakEvidence", metric.weakEvidence());
        report.putObject("criterion").put("margin", criterion.margin()).put("sliceMargin", criterion.sliceMargin())
                .put("sliceMinimum", criterion.sliceMinimum()).put("confidence", 0.95);
        report.put("incumbentSource", incumbentAsked() ? "ASKED_AGAIN" : "LOGGED_ANSWERS").put("incumbentNote", incumbentNote());
        report.put("examples", comparison.examples()).put("leftOut", results.size() - comparison.examples())
                .put("examplesNeeded", comparison.examplesNeeded()).put("disagreements", disagreements());
        report.set("difference", interval(comparison.difference()));
        ObjectNode contenders = report.putObject("contenders");
        for (Contender contender : Contender.values()) {
            contenders.set(contender.name().toLowerCase(Locale.ROOT), contender(contender));
        }
        var slices = report.putArray("slices");
        comparison.slices().forEach(slice -> slices.addObject().put("name", slice.name()).put("examples", slice.examples())
                .put("candidate", rounded(slice.candidate())).put("incumbent", rounded(slice.incumbent())).put("judged", slice.judged())
                .put("floor", slice.floor().name()).set("difference", interval(slice.difference())));
        report.set("fields", fields());
        report.putObject("dataset").put("id", dataset.id().toString()).put("name", dataset.name()).put("sha256", dataset.contentHash())
                .put("test", dataset.test());
        report.putObject("candidate").put("id", candidate.id().toString()).put("name", candidate.name()).put("baseModel", candidate.baseModel())
                .put("baseSha256", candidate.baseHash()).put("adapterSha256", candidate.adapterHash()).put("ggufSha256", candidate.ggufHash());
        return report;
    }

    private String incumbentNote() {
        return incumbentAsked()
                ? "The incumbent was asked the same examples again, with the parameters of the logged calls, and measured against the same reference."
                : "No incumbent endpoint is configured, so the logged answers stand in for the incumbent. Where they are the reference as well, the"
                        + " incumbent is right by definition, and the candidate is measured by how often it agrees.";
    }

    private long disagreements() {
        return paired().stream().filter(result -> Objects.requireNonNull(answer(result, Contender.CANDIDATE)).score()
                != Objects.requireNonNull(answer(result, Contender.INCUMBENT)).score()).count();
    }

    private ObjectNode contender(Contender contender) {
        List<Answer> answers = answers(contender);
        ObjectNode summary = JsonNodeFactory.instance.objectNode().put("examples", answers.size())
                .put("failures", answers.stream().filter(answer -> answer.failure() != null).count());
        if (answers.isEmpty()) {
            return summary;
        }
        summary.put("score", rounded(answers.stream().mapToDouble(Answer::score).average().orElse(0)));
        Latencies latencies = Latencies.of(answers.stream().map(Answer::latencyMillis).filter(Objects::nonNull).map(Objects::requireNonNull).toList());
        summary.putObject("latency").put("measured", latencies.measured()).put("p50Millis", latencies.p50Millis()).put("p95Millis", latencies.p95Millis());
        List<BigDecimal> costs = costs(contender);
        summary.put("priced", costs.size()).put("costPerThousandCalls", costs.isEmpty() ? null
                : sum(costs).multiply(BigDecimal.valueOf(1_000)).divide(BigDecimal.valueOf(costs.size()), 6, RoundingMode.HALF_EVEN).toPlainString());
        return summary;
    }

    private List<BigDecimal> costs(Contender contender) {
        return answers(contender).stream().map(Answer::cost).filter(Objects::nonNull).map(Objects::requireNonNull).toList();
    }

    private static BigDecimal sum(List<BigDecimal> amounts) {
        return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** For JSON and tool calls: how often each field was met by candidate and incumbent. */
    private ObjectNode fields() {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        Map<String, int[]> counts = new LinkedHashMap<>();
        for (ExampleResult result : paired()) {
            count(counts, answer(result, Contender.CANDIDATE), 0);
            count(counts, answer(result, Contender.INCUMBENT), 2);
        }
        counts.forEach((field, met) -> all.putObject(field).put("candidate", rounded(share(met[0], met[1]))).put("incumbent", rounded(share(met[2], met[3]))));
        return all;
    }

    private static void count(Map<String, int[]> counts, @Nullable Answer answer, int offset) {
        if (answer != null) {
            for (Map.Entry<String, JsonNode> field : answer.fields().properties()) {
                int[] met = counts.computeIfAbsent(field.getKey(), unseen -> new int[4]);
                met[offset] += field.getValue().asBoolean(false) ? 1 : 0;
                met[offset + 1]++;
            }
        }
    }

    private static double share(int part, int whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    private List<Answer> answers(Contender contender) {
        return results.stream().map(result -> answer(result, contender)).filter(Objects::nonNull).map(Objects::requireNonNull).toList();
    }

    private static @Nullable Answer answer(ExampleResult result, Contender contender) {
        return result.answers().get(contender);
    }

    private static ObjectNode interval(Interval interval) {
        return JsonNodeFactory.instance.objectNode().put("estimate", rounded(interval.estimate())).put("lower", rounded(interval.lower()))
                .put("upper", rounded(interval.upper()));
    }

    private static double rounded(double value) {
        return BigDecimal.valueOf(value).setScale(4, RoundingMode.HALF_EVEN).doubleValue();
    }
}
