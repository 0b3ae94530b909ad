package dev.downshift.standalone.demo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * From evaluated candidates to routes: the first request is approved by another person, the second waits for one. A candidate
 * that passed is to take all calls; one whose verdict is inconclusive gathers more evidence on half of them.
 */
final class Promotion {

    private static final String STAGE = "promote";
    private static final String WAITING = "waiting";
    private static final String PASSED = "PASSED";
    private static final String INCONCLUSIVE = "INCONCLUSIVE";
    private static final double CANARY_SHARE = 0.5;

    private final Report report;
    private final ApiClient engineer;
    private final ApiClient approver;

    Promotion(Report report, ApiClient engineer, ApiClient approver) {
        this.report = report;
        this.engineer = engineer;
        this.approver = approver;
    }

    void run(List<JsonNode> evaluations) {
        report.stage(STAGE, figures -> {
            var requests = Stream.concat(withVerdict(evaluations, PASSED).map(this::requestAllCalls),
                    withVerdict(evaluations, INCONCLUSIVE).map(this::requestCanary)).toList();
            if (requests.isEmpty()) {
                throw new StageFailed("every candidate failed its evaluation, so nothing may be promoted");
            }
            var decided = approver.post("/api/v1/promotions/" + requests.getFirst() + "/approve", Map.of("comment", "Approved by the demo."));
            if (!decided.path("status").asString().equals("APPROVED")) {
                throw new StageFailed("the approval ended as " + decided);
            }
            figures.put("requested", requests.size());
            figures.put("approved", decided.path("taskName").asString());
            figures.put(WAITING, requests.size() - 1);
        });
    }

    /** Whether a request waits for a decision. */
    static boolean waits(Report report) {
        return report.figuresOf(STAGE).get(WAITING) instanceof Integer waiting && waiting > 0;
    }

    private static Stream<JsonNode> withVerdict(List<JsonNode> evaluations, String verdict) {
        return evaluations.stream().filter(evaluation -> evaluation.path("verdict").asString("").equals(verdict));
    }

    private String requestAllCalls(JsonNode evaluation) {
        return request(evaluation, Map.of("mode", "FULL", "comment", "The interval lies above the margin."));
    }

    private String requestCanary(JsonNode evaluation) {
        return request(evaluation, Map.of("mode", "CANARY", "share", CANARY_SHARE, "comment", "The interval meets the margin: to gather more evidence."));
    }

    private String request(JsonNode evaluation, Map<String, Object> wanted) {
        var body = new HashMap<>(wanted);
        body.put("evaluation", evaluation.path("id").asString());
        return engineer.post("/api/v1/promotions", body).path("id").asString();
    }
}
