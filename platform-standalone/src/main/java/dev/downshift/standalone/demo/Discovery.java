package dev.downshift.standalone.demo;

import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** From files to tasks: upload, ingest, discovery. */
final class Discovery {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Set<String> INGEST_ENDED = Set.of("INGESTED", "FAILED", "CANCELLED");
    private static final Set<String> RUN_ENDED = Set.of("SUCCEEDED", "FAILED");
    private static final int TASKS_SHOWN = 20;

    private final Report report;
    private final ApiClient client;
    private final List<String> uploads = new ArrayList<>();
    private List<JsonNode> tasks = List.of();

    Discovery(Report report, ApiClient client) {
        this.report = report;
        this.client = client;
    }

    /** The tasks found, the worthiest first. */
    List<JsonNode> run(List<Path> files) {
        report.stage("upload", figures -> upload(files, figures));
        report.stage("ingest", this::awaitIngest);
        report.stage("discover", this::discover);
        return tasks;
    }

    private void upload(List<Path> files, Map<String, Object> figures) {
        var bytes = 0L;
        for (var file : files) {
            var receipt = client.upload(path(file), file);
            uploads.add(receipt.path("upload").path("id").asString());
            bytes += file.toFile().length();
        }
        var again = client.upload(path(files.getFirst()), files.getFirst());
        if (!again.path("already").asBoolean(false)) {
            throw new StageFailed("the second upload of the same bytes was not recognised: " + again);
        }
        figures.put("files", files.size());
        figures.put("bytes", bytes);
    }

    private static String path(Path file) {
        return "/api/v1/uploads?name=" + file.getFileName();
    }

    private void awaitIngest(Map<String, Object> figures) {
        var calls = 0L;
        var rejected = 0L;
        var findings = 0L;
        for (var upload : uploads) {
            var ended = client.await("/api/v1/uploads/" + upload, LIMIT, state -> INGEST_ENDED.contains(state.path("status").asString()));
            if (!ended.path("status").asString().equals("INGESTED")) {
                throw new StageFailed("the ingest ended as " + ended);
            }
            calls += ended.path("calls").asLong();
            rejected += ended.path("rejected").asLong();
            findings += ended.path("findings").asLong();
        }
        figures.put("calls", calls);
        figures.put("rejected", rejected);
        figures.put("findings", findings);
        if (calls == 0) {
            throw new StageFailed("no call was read");
        }
    }

    private void discover(Map<String, Object> figures) {
        var run = client.post("/api/v1/discoveries", Map.of()).path("id").asString();
        var ended = client.await("/api/v1/discoveries/" + run, LIMIT, state -> RUN_ENDED.contains(state.path("status").asString()));
        if (!ended.path("status").asString().equals("SUCCEEDED")) {
            throw new StageFailed("discovery ended as " + ended);
        }
        figures.put("tasks", ended.path("tasks").asInt());
        tasks = client.get("/api/v1/tasks?sort=worthiness&order=desc").path("items").valueStream().toList();
        figures.put("worthMoving", tasks.stream().filter(task -> task.path("worthMoving").asBoolean(false)).count());
        tasks.stream().limit(TASKS_SHOWN).forEach(task -> report.note("%-44.44s %6d calls  %10s  worthiness %.2f".formatted(
                task.path("name").asString(), task.path("calls").asLong(),
                task.path("cost").isNumber() ? "$" + task.path("cost").decimalValue().setScale(4, RoundingMode.HALF_EVEN) : "unknown",
                task.path("worthiness").asDouble())));
    }
}
