package dev.downshift.standalone.demo;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** From proven candidates to a route: the first request is approved by another person, the second waits for one. */
final class Promotion {

    private final Report report;
    private final ApiClient engineer;
    private final ApiClient approver;

    Promotion(Report report, ApiClient engineer, ApiClient approver) {
        this.report = report;
        this.engineer = engineer;
        this.approver = approver;
    }

    void run(List<JsonNode> evaluations) {
        report.stage("promote", figures -> {
            var passed = evaluations.stream().filter(evaluation -> evaluation.path("verdict").asString("").equals("PASSED")).toList();
            if (passed.isEmpty()) {
                throw new StageFailed("no candidate passed its evaluation, so nothing may be promoted");
            }
            var requests = passed.stream().map(this::request).toList();
            var decided = approver.post("/api/v1/promotions/" + requests.getFirst() + "/approve",
                    Map.of("comment", "The interval lies above the margin, and the slices hold."));
            if (!decided.path("status").asString().equals("APPROVED")) {
                throw new StageFailed("the approval ended as " + decided);
            }
            figures.put("requested", requests.size());
            figures.put("approved", decided.path("taskName").asString());
            figures.put("waiting", requests.size() - 1);
        });
    }

    private String request(JsonNode evaluation) {
        return engineer.post("/api/v1/promotions", Map.of(
                        "evaluation", evaluation.path("id").asString(),
                        "mode", "FULL",
                        "comment", "Asked for by the demo."))
                .path("id").asString();
    }
}
