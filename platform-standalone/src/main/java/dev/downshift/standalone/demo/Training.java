package dev.downshift.standalone.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** From tasks to proven candidates: datasets, training runs, evaluations, of two worthy tasks that train soonest. */
final class Training {

    /** One example in five is enough to tell a model that was not trained from one that was. */
    private static final int BASE_SHARE = 5;
    private static final int TASKS = 2;
    /** Fewer calls leave too few test examples to tell five points apart. */
    private static final int FEWEST_CALLS = 800;
    /** What a processor without a GPU can train in minutes: see benchmarks/training. */
    private static final int LAYERS = 10;
    /** How much lower than the incumbent's the small model's score may be; decided, and shown, before anything is measured. */
    private static final double MARGIN = 0.1;
    /** How many times as long the tasks are trained where no candidate held, because the machine is slow. */
    private static final int LONGER = 2;
    private static final Duration LIMIT = Duration.ofMinutes(25);
    private static final Set<String> ENDED = Set.of("SUCCEEDED", "FAILED", "CANCELLED");

    private final Report report;
    private final ApiClient client;
    private final DemoOptions options;
    private final List<JsonNode> datasets = new ArrayList<>();
    private final List<JsonNode> runs = new ArrayList<>();
    private final List<JsonNode> evaluations = new ArrayList<>();

    Training(Report report, ApiClient client, DemoOptions options) {
        this.report = report;
        this.client = client;
        this.options = options;
    }

    /** The evaluations, in the order of the tasks. */
    List<JsonNode> run(List<JsonNode> tasks) {
        var worthy = tasks.stream()
                .filter(task -> task.path("worthMoving").asBoolean(false) && task.path("calls").asInt() >= FEWEST_CALLS)
                .sorted(Comparator.comparingDouble(Training::tokensPerCall))
                .limit(TASKS)
                .toList();
        report.stage("dataset", figures -> freeze(worthy, figures));
        prove("", options.trainingSeconds());
        if (report.held() && evaluations.stream().allMatch(evaluation -> evaluation.path("verdict").asString("").equals("FAILED"))) {
            report.note("This machine came too short a way in %d seconds; each task is trained again, %d times as long."
                    .formatted(options.trainingSeconds(), LONGER));
            prove(" again", options.trainingSeconds() * LONGER);
        }
        return evaluations;
    }

    private void prove(String again, int seconds) {
        report.stage("train" + again, figures -> train(seconds, figures));
        report.stage("evaluate" + again, this::evaluate);
    }

    private static double tokensPerCall(JsonNode task) {
        return (task.path("promptTokens").asDouble() + task.path("completionTokens").asDouble()) / task.path("calls").asDouble();
    }

    private void freeze(List<JsonNode> tasks, Map<String, Object> figures) {
        if (tasks.size() < TASKS) {
            throw new StageFailed("fewer than " + TASKS + " tasks of " + FEWEST_CALLS + " calls are worth moving");
        }
        for (var task : tasks) {
            var dataset = client.post("/api/v1/datasets", Map.of("task", task.path("id").asString()));
            datasets.add(dataset);
            figures.put(task.path("name").asString(), "%d/%d/%d".formatted(dataset.path("train").asInt(),
                    dataset.path("validation").asInt(), dataset.path("test").asInt()));
        }
    }

    private void train(int seconds, Map<String, Object> figures) {
        runs.clear();
        var started = datasets.stream().map(dataset -> startRun(dataset, seconds)).toList();
        for (var run : started) {
            var ended = client.await("/api/v1/training-runs/" + run, LIMIT, state -> ENDED.contains(state.path("status").asString()));
            requireSuccess("the training run", ended);
            runs.add(ended);
            figures.put(ended.path("taskName").asString() + " steps", ended.path("step").asInt());
            figures.put(ended.path("taskName").asString() + " tokens/s", Math.round(ended.path("tokensPerSecond").asDouble()));
        }
    }

    private String startRun(JsonNode dataset, int seconds) {
        var proposal = client.get("/api/v1/training-runs/proposal?dataset=" + dataset.path("id").asString());
        var wanted = new HashMap<String, Object>(Map.of(
                "dataset", dataset.path("id").asString(),
                "baseModel", proposal.path("baseModel").asString(),
                "layers", LAYERS,
                "maxSeconds", seconds));
        if (options.trainingSteps() != null) {
            wanted.put("maxSteps", options.trainingSteps());
        }
        return client.post("/api/v1/training-runs", wanted).path("id").asString();
    }

    private void evaluate(Map<String, Object> figures) {
        evaluations.clear();
        var started = new ArrayList<String>();
        figures.put("margin", MARGIN);
        for (var run : runs) {
            started.add(client.post("/api/v1/evaluations", Map.of(
                            "candidate", run.path("candidate").asString(),
                            "dataset", run.path("dataset").asString(),
                            "margin", MARGIN,
                            "examples", options.examples(),
                            "baseExamples", options.examples() / BASE_SHARE))
                    .path("id").asString());
        }
        for (var at = 0; at < started.size(); at++) {
            var ended = client.await("/api/v1/evaluations/" + started.get(at), LIMIT, state -> ENDED.contains(state.path("status").asString()));
            requireSuccess("the evaluation", ended);
            evaluations.add(ended);
            var name = runs.get(at).path("taskName").asString();
            figures.put(name + " verdict", ended.path("verdict").asString());
            ended.path("report").path("contenders").forEachEntry((contender, measured) ->
                    figures.put(name + " " + contender.toLowerCase(Locale.ROOT), measured.path("score").asDouble()));
        }
    }

    private static void requireSuccess(String what, JsonNode ended) {
        if (!ended.path("status").asString().equals("SUCCEEDED")) {
            throw new StageFailed(what + " ended as " + ended.path("status").asString() + ": " + ended.path("failure").asString(""));
        }
    }
}
