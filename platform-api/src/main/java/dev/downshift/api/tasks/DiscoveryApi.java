package dev.downshift.api.tasks;

import dev.downshift.core.tasks.DiscoveryRun;
import dev.downshift.core.tasks.DiscoveryRunId;
import dev.downshift.core.tasks.DiscoveryRuns;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Runs of discovery. One starts by itself after an ingest; this asks for another. */
@RestController
@RequestMapping("/api/v1/discoveries")
@Tag(name = "Tasks")
class DiscoveryApi {

    private final DiscoveryRuns runs;

    DiscoveryApi(DiscoveryRuns runs) {
        this.runs = runs;
    }

    record RunJson(UUID id, DiscoveryRun.Status status, DiscoveryRun.@Nullable Stage stage, long done, long total, long calls,
            int tasks, @Nullable String failure, String requestedBy, Instant requestedAt, @Nullable Instant startedAt,
            @Nullable Instant finishedAt) {

        static RunJson of(DiscoveryRun run) {
            return new RunJson(run.id().value(), run.status(), run.stage(), run.done(), run.total(), run.calls(), run.tasks(),
                    run.failure(), run.requestedByName(), run.requestedAt(), run.startedAt(), run.finishedAt());
        }
    }

    @Requires(Permission.TRAIN)
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Starts discovery over all calls")
    RunJson start() {
        return RunJson.of(runs.get(runs.start()));
    }

    @GetMapping
    @Operation(summary = "The newest runs, newest first")
    List<RunJson> recent() {
        return runs.recent().stream().map(RunJson::of).toList();
    }

    @GetMapping("/{id}")
    @Operation(summary = "How far a run has come")
    RunJson get(@PathVariable String id) {
        return RunJson.of(runs.get(DiscoveryRunId.of(id)));
    }
}
