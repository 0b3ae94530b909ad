package dev.downshift.api.training;

import dev.downshift.core.InvalidInput;
import dev.downshift.core.Page;
import dev.downshift.core.datasets.DatasetId;
import dev.downshift.core.models.Proposal;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import dev.downshift.core.training.CandidateId;
import dev.downshift.core.training.TrainingEvent;
import dev.downshift.core.training.TrainingRunId;
import dev.downshift.core.training.TrainingRunView;
import dev.downshift.core.training.TrainingRuns;
import dev.downshift.core.training.TrainingSettings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Training runs. */
@RestController
@RequestMapping("/api/v1/training-runs")
@Tag(name = "Training runs")
class TrainingRunsApi {

    private final TrainingRuns runs;

    TrainingRunsApi(TrainingRuns runs) {
        this.runs = runs;
    }

    /**
     * What to train. Without a base model the proposed one is taken; settings left out have their defaults.
     *
     * @param maxSeconds the time training may take
     */
    record Start(
            @Nullable String dataset,
            @Nullable String baseModel,
            @Nullable Integer epochs,
            @Nullable Integer maxSeconds,
            @Nullable Integer maxSteps,
            @Nullable Integer rank,
            @Nullable Integer layers,
            @Nullable Double learningRate,
            @Nullable Integer batchSize,
            @Nullable Integer seed) {

        TrainingSettings settings() {
            TrainingSettings ours = TrainingSettings.DEFAULT;
            return new TrainingSettings(
                    epochs == null ? ours.epochs() : epochs,
                    maxSeconds == null ? ours.maxSeconds() : maxSeconds,
                    maxSteps,
                    rank == null ? ours.rank() : rank,
                    layers == null ? ours.layers() : layers,
                    learningRate == null ? ours.learningRate() : learningRate,
                    batchSize == null ? ours.batchSize() : batchSize,
                    seed == null ? ours.seed() : seed);
        }
    }

    record Run(UUID id, UUID task, String taskName, UUID dataset, String baseModel, TrainingSettings settings, String status,
            boolean cancelRequested, int step, @Nullable Integer totalSteps, @Nullable Double loss, @Nullable Double tokensPerSecond,
            @Nullable Integer etaSeconds, int estimatedSeconds, BigDecimal estimatedCost, @Nullable BigDecimal cost,
            @Nullable String device, @Nullable String failure, String requestedBy, Instant requestedAt, @Nullable Instant startedAt,
            @Nullable Instant finishedAt, @Nullable UUID candidate) {

        static Run of(TrainingRunView run) {
            CandidateId candidate = run.candidate();
            return new Run(run.id().value(), run.task().value(), run.taskName(), run.dataset().value(), run.baseModel(), run.settings(),
                    run.status().name(), run.cancelRequested(), run.step(), run.totalSteps(), run.loss(), run.tokensPerSecond(),
                    run.etaSeconds(), run.estimatedSeconds(), run.estimatedCost(), run.cost(), run.device(), run.failure(),
                    run.requestedBy(), run.requestedAt(), run.startedAt(), run.finishedAt(), candidate == null ? null : candidate.value());
        }
    }

    record Estimate(String baseModel, String reason, int seconds, BigDecimal cost, @Nullable String basis) {}

    @GetMapping("/proposal")
    @Operation(summary = "The base model to train on a dataset, with a reason, the time and the cost")
    Estimate propose(@RequestParam String dataset) {
        Proposal proposal = runs.propose(DatasetId.of(dataset));
        return new Estimate(proposal.model().id(), proposal.reason(), proposal.seconds(), proposal.cost(), proposal.basis());
    }

    @Requires(Permission.TRAIN)
    @PostMapping
    @Operation(summary = "Starts a training run")
    ResponseEntity<Run> start(@RequestBody Start start) {
        if (start.dataset() == null) {
            throw new InvalidInput("dataset", "The dataset is missing.", "Name the dataset to train on.");
        }
        DatasetId dataset = DatasetId.of(start.dataset());
        String model = start.baseModel() == null ? runs.propose(dataset).model().id() : start.baseModel();
        TrainingRunId id = runs.start(dataset, model, start.settings());
        return ResponseEntity.created(URI.create("/api/v1/training-runs/" + id)).body(Run.of(runs.get(id)));
    }

    @GetMapping
    @Operation(summary = "The runs, newest first")
    Page<Run> list(@RequestParam(required = false) @Nullable String task, @RequestParam(required = false) @Nullable String cursor) {
        return runs.list(task == null ? null : TaskId.of(task), cursor).map(Run::of);
    }

    @GetMapping("/{run}")
    @Operation(summary = "One run, with its progress")
    Run get(@PathVariable String run) {
        return Run.of(runs.get(TrainingRunId.of(run)));
    }

    @GetMapping("/{run}/events")
    @Operation(summary = "What happened in a run, oldest first, at most 1,000; ask again after the last ordinal")
    List<TrainingEvent> events(@PathVariable String run, @RequestParam(defaultValue = "0") long after) {
        return runs.events(TrainingRunId.of(run), after);
    }

    @Requires(Permission.TRAIN)
    @PostMapping("/{run}/cancel")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Asks a run to stop")
    void cancel(@PathVariable String run) {
        runs.cancel(TrainingRunId.of(run));
    }
}
