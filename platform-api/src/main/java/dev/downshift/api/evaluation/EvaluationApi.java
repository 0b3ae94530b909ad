package dev.downshift.api.evaluation;

import dev.downshift.core.Page;
import dev.downshift.core.datasets.DatasetId;
import dev.downshift.core.evaluation.Contender;
import dev.downshift.core.evaluation.EvaluationId;
import dev.downshift.core.evaluation.EvaluationSettings;
import dev.downshift.core.evaluation.EvaluationStatus;
import dev.downshift.core.evaluation.EvaluationView;
import dev.downshift.core.evaluation.Evaluations;
import dev.downshift.core.evaluation.ExampleResult;
import dev.downshift.core.tasks.TaskId;
import dev.downshift.core.tenancy.Permission;
import dev.downshift.core.tenancy.Requires;
import dev.downshift.core.training.CandidateId;
import dev.downshift.engine.evaluation.Verdict;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Evaluations: start one, wait for its verdict, read its results. */
@RestController
@RequestMapping("/api/v1/evaluations")
@Tag(name = "Evaluations")
class EvaluationApi {

    private final Evaluations evaluations;

    EvaluationApi(Evaluations evaluations) {
        this.evaluations = evaluations;
    }

    /** What to evaluate; absent settings take their defaults. */
    record StartRequest(@NotBlank String candidate, @NotBlank String dataset, @Nullable Double margin, @Nullable Integer examples,
            @Nullable Integer baseExamples) {
        EvaluationSettings settings() {
            EvaluationSettings usual = EvaluationSettings.DEFAULT;
            int asked = examples == null ? usual.examples() : examples;
            return new EvaluationSettings(margin == null ? usual.margin() : margin, asked,
                    baseExamples == null ? Math.min(asked, usual.baseExamples()) : baseExamples);
        }
    }

    record EvaluationBody(UUID id, UUID task, UUID dataset, UUID candidate, EvaluationStatus status, int done, int total, String metric,
            EvaluationSettings settings, @Nullable Verdict verdict, String reason, @Nullable String failure, @Nullable BigDecimal cost,
            @Nullable String reportSha256, @Nullable JsonNode report, String requestedBy, Instant requestedAt, @Nullable Instant startedAt,
            @Nullable Instant finishedAt) {
        static EvaluationBody of(EvaluationView view) {
            return new EvaluationBody(view.id().value(), view.task().value(), view.dataset().value(), view.candidate().value(), view.status(),
                    view.done(), view.total(), view.metric(), view.settings(), view.verdict(), view.reason(), view.failure(), view.cost(),
                    view.reportHash(), view.report(), view.requestedByName(), view.requestedAt(), view.startedAt(), view.finishedAt());
        }
    }

    record AnswerBody(@Nullable JsonNode message, double score, JsonNode fields, @Nullable Long latencyMillis, @Nullable Integer promptTokens,
            @Nullable Integer completionTokens, @Nullable BigDecimal cost, @Nullable String failure) {}

    record ResultBody(int ordinal, UUID call, List<String> slices, JsonNode reference, Map<Contender, AnswerBody> answers) {
        static ResultBody of(ExampleResult result) {
            return new ResultBody(result.ordinal(), result.call().value(), result.slices(), result.reference(),
                    result.answers().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> new AnswerBody(entry.getValue().message(),
                            entry.getValue().score(), entry.getValue().fields(), entry.getValue().latencyMillis(), entry.getValue().promptTokens(),
                            entry.getValue().completionTokens(), entry.getValue().cost(), entry.getValue().failure()))));
        }
    }

    @Requires(Permission.TRAIN)
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Starts the evaluation of a candidate on the test split of its dataset",
            description = "The dataset is the one that the candidate was trained on; another could hold test examples that it has learned. The margin is fixed here, before anything is measured. Poll the evaluation until its status is final.")
    EvaluationBody start(@Valid @RequestBody StartRequest request) {
        EvaluationId id = evaluations.start(CandidateId.of(request.candidate()), DatasetId.of(request.dataset()), request.settings());
        return EvaluationBody.of(evaluations.get(id));
    }

    @GetMapping
    @Operation(summary = "Evaluations, newest first")
    Page<EvaluationBody> list(@RequestParam(required = false) @Nullable String task, @RequestParam(required = false) @Nullable String cursor) {
        return evaluations.list(task == null ? null : TaskId.of(task), cursor).map(EvaluationBody::of);
    }

    @GetMapping("/{id}")
    @Operation(summary = "An evaluation with its verdict and report")
    EvaluationBody get(@PathVariable String id) {
        return EvaluationBody.of(evaluations.get(EvaluationId.of(id)));
    }

    @Requires(Permission.TRAIN)
    @PostMapping("/{id}/cancellation")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Asks an evaluation to stop")
    EvaluationBody cancel(@PathVariable String id) {
        evaluations.cancel(EvaluationId.of(id));
        return EvaluationBody.of(evaluations.get(EvaluationId.of(id)));
    }

    @GetMapping("/{id}/results")
    @Operation(summary = "The answers of all contenders, example by example")
    Page<ResultBody> results(@PathVariable String id, @RequestParam(defaultValue = "false") boolean disagreements,
            @RequestParam(required = false) @Nullable String cursor) {
        return evaluations.results(EvaluationId.of(id), disagreements, cursor).map(ResultBody::of);
    }
}
