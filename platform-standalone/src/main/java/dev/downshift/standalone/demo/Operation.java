package dev.downshift.standalone.demo;

import dev.downshift.sample.CallSite;
import dev.downshift.sample.LoadGenerator;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;

/** The route at work: live calls through the gateway, and the ledger that adds up to them. */
final class Operation {

    private static final int CALLS = 240;
    private static final int CONCURRENCY = 8;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Report report;
    private final ApiClient client;
    private final URI server;
    private final String gatewayKey;
    private final DemoOptions options;

    Operation(Report report, ApiClient client, URI server, String gatewayKey, DemoOptions options) {
        this.report = report;
        this.client = client;
        this.server = server;
        this.gatewayKey = gatewayKey;
        this.options = options;
    }

    void run() {
        report.stage("gateway", this::drive);
        report.stage("savings", this::awaitSavings);
    }

    private void drive(Map<String, Object> figures) {
        try {
            var load = new LoadGenerator.Load(server.resolve("/v1"), gatewayKey, CALLS, CONCURRENCY, options.seed() + 1,
                    EnumSet.allOf(CallSite.class));
            var sites = LoadGenerator.run(load).values();
            figures.put("calls", sites.stream().mapToLong(LoadGenerator.SiteReport::calls).sum());
            figures.put("failed", sites.stream().mapToLong(LoadGenerator.SiteReport::failed).sum());
            figures.put("right", sites.stream().mapToLong(LoadGenerator.SiteReport::right).sum());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new StageFailed("interrupted");
        }
    }

    /** The gateway's log comes back in uploads within seconds; the ledger is computed from their calls. */
    private void awaitSavings(Map<String, Object> figures) {
        var savings = client.await("/api/v1/savings", LIMIT, new Settled(state -> state.path("totals").path("answeredCalls").asLong()));
        var totals = savings.path("totals");
        figures.put("answeredBySmallModel", totals.path("answeredCalls").asLong());
        figures.put("fellBack", totals.path("fallenBackCalls").asLong());
        figures.put("avoidedUsd", amount(totals.path("avoided").asString()));
        figures.put("servingUsd", amount(totals.path("serving").asString()));
        figures.put("trainingUsd", amount(totals.path("training").asString()));
        figures.put("evaluationUsd", amount(totals.path("evaluation").asString()));
        figures.put("netUsd", amount(totals.path("net").asString()));
    }

    private static BigDecimal amount(String text) {
        return new BigDecimal(text).stripTrailingZeros();
    }
}
